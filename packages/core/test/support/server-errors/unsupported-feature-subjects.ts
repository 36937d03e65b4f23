import { openai } from './row.js';
import type { FeatureRow } from './unsupported-feature.js';

/** Errors that name the model, the feature or the reason in one more way. */
export const SUBJECT_ROWS: readonly FeatureRow[] = [
  ['Ollama, earlier', 400, openai('stablelm2:latest does not support tools'), 'tools', 'stablelm2'],
  ['Ollama, an alias', 400, { error: 'registry.ollama.ai/a/b:7b does not support tools' }, 'tools', 'my-alias'],
  [
    'Ollama behind LiteLLM',
    400,
    openai('litellm.BadRequestError: OllamaException - registry.ollama.ai/library/phi:latest does not support tools'),
    'tools',
    'my-alias',
  ],
  [
    'Ollama, its cloud',
    400,
    { error: 'this model does not support image input (ref: b8bd630e-4a39-4b57-82af-9158ee9d5703)' },
    'imageInput',
  ],
  ['GitHub Copilot', 400, openai('model "claude-sonnet-4.6" not supported for vision'), 'imageInput'],
  [
    'LiteLLM',
    400,
    openai("The provided model is not a vision model. Please provide a vision model. (Extra Info: {'model': 'gpt-4'})"),
    'imageInput',
  ],
  [
    'Amazon Bedrock, from a client',
    400,
    {
      message:
        "An error occurred (ValidationException) when calling the Converse operation: This model doesn't support tool use.",
    },
    'tools',
  ],
  [
    'Gemini, from a client',
    400,
    openai(
      '[GoogleGenerativeAI Error]: Error fetching from https://x/v1: [400 Bad Request] Function calling is not enabled for models/gemma-3-27b-it.',
    ),
    'tools',
  ],
  [
    'LM Studio, its own API',
    400,
    { error: 'Messages contain images, but x does not support image inputs.' },
    'imageInput',
  ],
  ['a dated name', 400, openai('gpt-4-0314 does not support tools.'), 'tools', 'openai/gpt-4'],
  ['a name with an owner', 400, openai("'qwen3-4b' does not support images"), 'imageInput', 'Qwen/Qwen3-4B'],
  ['a file', 400, openai('phi-2.Q4_K_M.gguf does not support tools'), 'tools', 'models/phi-2.Q4_K_M.gguf'],
  ['a name in parentheses', 400, openai('The selected model (llava) does not support tools.'), 'tools'],
  ['a quoted name', 400, openai('The model `llava` does not support tools'), 'tools'],
  ['a pronoun', 400, openai('The model x was found, but it does not support tools.'), 'tools'],
  ['a pronoun in a second sentence', 400, openai('This is a text model. It does not support images.'), 'imageInput'],
  ['status 422', 422, openai('The current model does not support tools!'), 'tools'],
  ['two sentences', 400, openai('Invalid request. This model does not support vision.'), 'imageInput'],
  ['a next step', 400, openai('The model does not support images, please use a model with vision.'), 'imageInput'],
  ['LM Studio, in a stream', 200, openai('Model does not support images. Please use a model that does.'), 'imageInput'],
  ['an error in a stream', 200, openai('BadRequestError: This model does not support tools.'), 'tools'],
];
