import { google, openai } from './row.js';
import type { FeatureRow } from './unsupported-feature.js';

/** Errors about other features that the model does not support. */
export const OTHER_FEATURE_ROWS: readonly FeatureRow[] = [
  [
    'Ollama, recorded',
    400,
    { error: '"smollm2-135m-instruct" does not support thinking' },
    'reasoning',
    'smollm2-135m-instruct',
  ],
  [
    'Ollama, an old copy',
    400,
    { error: 'does not support thinking. Pull the model again to get the latest version with full thinking support' },
    'reasoning',
  ],
  ['DeepSeek', 400, openai('This response_format type is unavailable now'), 'jsonSchema'],
  ['a server with JSON mode', 400, openai("'response_format.type' must be 'json_object' or 'text'"), 'jsonSchema'],
  ['LM Studio, JSON mode', 400, openai("'response_format.type' must be 'json_schema' or 'text'"), 'jsonObject'],
  ['a gateway', 422, openai('Unsupported response_format type json_schema'), 'jsonSchema'],
  ['a gateway', 400, openai('Unknown response_format: "json_object".'), 'jsonObject'],
  ['a gateway', 400, openai('response_format is not supported'), 'jsonSchema'],
  ['a gateway', 422, openai('json_schema is not supported.'), 'jsonSchema'],
  ['a gateway', 422, openai("response_format type 'json_object' is not supported."), 'jsonObject'],
  [
    'OpenAI',
    400,
    openai("Unsupported parameter: 'reasoning_effort' is not supported with this model.", 'unsupported_parameter'),
    'reasoning',
  ],
  ['LM Studio', 400, openai("Model 'qwen' does not expose reasoning configuration."), 'reasoning'],
  ['a thinking mode', 400, openai('Thinking mode is not supported by this model.'), 'reasoning'],
  [
    'OpenAI Responses',
    400,
    openai("Unsupported parameter: 'reasoning.effort' is not supported with this model."),
    'reasoning',
  ],
  ['Groq', 400, openai('`reasoning_effort` is not supported with this model'), 'reasoning'],
  [
    'xAI',
    400,
    { code: 'invalid-argument', error: 'Model grok-4.20-0309-reasoning does not support parameter reasoningEffort.' },
    'reasoning',
  ],
  ['Gemini', 400, google(400, 'INVALID_ARGUMENT', 'Thinking is not enabled for models/gemma-3-27b-it'), 'reasoning'],
  ['LiteLLM', 400, openai("x does not support parameters: ['reasoning_effort'], for model=x."), 'reasoning'],
  [
    'llama-server, recorded',
    501,
    {
      error: {
        code: 501,
        message: 'This server does not support embeddings. Start it with `--embeddings`',
        type: 'not_supported_error',
      },
    },
    'embedding',
  ],
  ['Ollama', 501, { error: 'this model does not support embeddings' }, 'embedding'],
  [
    'vLLM',
    400,
    { object: 'error', message: 'The model does not support Embeddings API', type: 'BadRequestError', code: 400 },
    'embedding',
  ],
  ['Ollama', 400, { error: '"nomic-embed-text:latest" does not support chat' }, 'chat', 'nomic-embed-text'],
  ['Ollama, earlier', 400, { error: 'embedding models do not support chat' }, 'chat'],
  [
    'OpenAI, status 404',
    404,
    openai(
      'This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?',
    ),
    'chat',
  ],
  [
    'vLLM',
    400,
    { object: 'error', message: 'The model does not support Chat Completions API', type: 'BadRequestError', code: 400 },
    'chat',
  ],
  ['Ollama', 400, { error: '"embeddinggemma" does not support generate' }, 'completion', 'embeddinggemma'],
  [
    'OpenAI, status 404',
    404,
    openai(
      'This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?',
    ),
    'completion',
  ],
  ['vLLM', 400, { object: 'error', message: 'The model does not support Completions API', code: 400 }, 'completion'],
  [
    'OpenAI',
    400,
    openai("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."),
    'jsonSchema',
  ],
  [
    'Groq',
    400,
    openai(
      'This model does not support response format `json_schema`. See supported models at https://console.groq.com/docs/structured-outputs#supported-models',
    ),
    'jsonSchema',
  ],
  ['Gemini', 400, google(400, 'INVALID_ARGUMENT', 'JSON mode is not enabled for this model'), 'jsonSchema'],
  [
    'OpenAI',
    400,
    openai("Invalid parameter: 'response_format' of type 'json_object' is not supported with this model."),
    'jsonObject',
  ],
  [
    'Gemini',
    400,
    google(400, 'INVALID_ARGUMENT', 'Developer instruction is not enabled for models/gemma-3-27b-it'),
    'systemMessage',
  ],
  [
    'vLLM, the template of Gemma 2',
    400,
    { object: 'error', message: 'System role not supported', type: 'BadRequestError', code: 400 },
    'systemMessage',
  ],
  [
    'OpenAI',
    400,
    openai("Unsupported value: 'messages[0].role' does not support 'system' with this model.", 'unsupported_value'),
    'systemMessage',
  ],
  [
    'Amazon Bedrock',
    400,
    {
      message:
        "This model doesn't support system messages. Try again without a system message or use a model that supports system messages.",
    },
    'systemMessage',
  ],
  ['Gemini', 400, google(400, 'INVALID_ARGUMENT', 'Logprobs is not enabled for models/gemini-2.5-flash'), 'logprobs'],
  ['xAI', 400, { error: 'Argument not supported on this model: presencePenalty' }, 'presencePenalty'],
  [
    'OpenAI, o3-mini',
    400,
    openai("Unsupported parameter: 'parallel_tool_calls' is not supported with this model.", 'unsupported_parameter'),
    'parallelToolCalls',
  ],
  [
    'LiteLLM',
    400,
    openai(
      "litellm.UnsupportedParamsError: gemini does not support parameters: ['parallel_tool_calls'], for model=gemini-2.0-flash. To drop these, set `litellm.drop_params=True` or for proxy:",
      '400',
    ),
    'parallelToolCalls',
  ],
  ['xAI', 400, { error: 'Argument not supported on this model: stop' }, 'stop'],
  ['OpenAI', 400, openai("Unsupported parameter: 'stop' is not supported with this model."), 'stop'],
  ['LiteLLM', 400, openai("x does not support parameters: ['frequency_penalty'], for model=x."), 'frequencyPenalty'],
];
