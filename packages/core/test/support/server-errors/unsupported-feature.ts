import type { Capability, ChatFeature } from '../../../src/contract/capability.js';
import { google, openai, type Row } from './row.js';

/** An error as a server sends it, the feature that the model does not support, and the model that was requested, if the error names it. */
export type FeatureRow = readonly [...Row, feature: Capability | ChatFeature, model?: string];

/** Errors about tools and images, which the model does not support. */
export const TOOL_AND_IMAGE_ROWS: readonly FeatureRow[] = [
  [
    'Ollama /v1, recorded',
    400,
    openai('registry.ollama.ai/library/smollm2-135m-instruct:latest does not support tools', undefined, 'api_error'),
    'tools',
  ],
  ['Ollama', 400, { error: 'registry.ollama.ai/library/gemma3:4b does not support tools' }, 'tools'],
  ['vLLM, no image', 400, openai('At most 0 image(s) may be provided in one prompt.'), 'imageInput'],
  ['only text', 400, openai('This model only supports text inputs.'), 'imageInput'],
  [
    'Ollama, two reasons',
    400,
    { error: 'registry.ollama.ai/library/llama2:7b does not support tools\nthinking' },
    'tools',
  ],
  [
    'OpenRouter',
    404,
    openai(
      'No endpoints found that support tool use. Try disabling "get_current_timestamp". To learn more about provider routing, visit: https://openrouter.ai/docs/guides/routing/provider-selection',
      404,
    ),
    'tools',
  ],
  ['Groq', 400, openai('`tool calling` is not supported with this model'), 'tools'],
  ['Groq, earlier', 400, openai('`tools` is not supported with this model'), 'tools'],
  [
    'LiteLLM',
    400,
    openai(
      "litellm.UnsupportedParamsError: together_ai does not support parameters: ['tools', 'tool_choice'], for model=acme/x-9. To drop these, set `litellm.drop_params=True` or for proxy:",
      '400',
    ),
    'tools',
  ],
  [
    'LiteLLM, another first',
    400,
    openai("litellm.UnsupportedParamsError: ollama does not support parameters: ['foo', 'tools'], for model=x."),
    'tools',
  ],
  ['Amazon Bedrock', 400, { message: "This model doesn't support tool use." }, 'tools'],
  [
    'Gemini',
    400,
    google(400, 'INVALID_ARGUMENT', 'Function calling is not enabled for models/gemma-3-27b-it'),
    'tools',
  ],
  [
    'Mistral',
    400,
    {
      object: 'error',
      message: 'Function calling is not enabled for this model',
      type: 'invalid_request_error',
      code: 3051,
    },
    'tools',
  ],
  [
    'Gemini behind OpenRouter',
    400,
    {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: JSON.stringify(google(400, 'INVALID_ARGUMENT', 'Function calling is not enabled for this model.')),
        },
      },
    },
    'tools',
  ],
  [
    'Cohere',
    400,
    { message: 'invalid request: tool use is not supported by the provided model: command-a-vision-07-2025' },
    'tools',
  ],
  ['DeepSeek', 400, openai('deepseek-reasoner does not support Function Calling'), 'tools', 'deepseek-reasoner'],
  [
    'OpenAI',
    400,
    openai("Unsupported parameter: 'tools' is not supported with this model.", 'unsupported_parameter'),
    'tools',
  ],
  [
    'OpenAI, status 404',
    404,
    openai(
      'tools is not supported in this model. For a list of supported models, refer to https://platform.openai.com/docs/guides/function-calling#models-supporting-function-calling.',
    ),
    'tools',
  ],
  ['a model by its name', 400, openai("'tools' is not supported for model glm-3"), 'tools'],
  [
    'llama-server, recorded',
    500,
    {
      error: {
        code: 500,
        message: 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
        type: 'server_error',
      },
    },
    'imageInput',
  ],
  [
    'llama-server behind LiteLLM, recorded',
    500,
    openai(
      "litellm.InternalServerError: InternalServerError: OpenAIException - image input is not supported - hint: if this is unexpected, you may need to provide the mmproj\n\nLiteLLM: model group 'smollm2-135m-instruct' failed with the error above. No fallback was attempted.",
      '500',
      'internal_server_error',
    ),
    'imageInput',
  ],
  ['OpenAI', 400, openai('Invalid content type. image_url is only supported by certain models.'), 'imageInput'],
  [
    'vLLM',
    400,
    { object: 'error', message: '/usr/src/Acme-9 is not a multimodal model', type: 'BadRequestError', code: 400 },
    'imageInput',
  ],
  [
    'DeepSeek',
    400,
    openai(
      'Failed to deserialize the JSON body into the target type: messages[3]: unknown variant `image_url`, expected `text` at line 1 column 173667',
      'invalid_request_error',
    ),
    'imageInput',
  ],
  [
    'DeepSeek behind a gateway',
    400,
    openai('messages[137]: unknown variant image_url, expected text at line 1 column 460917'),
    'imageInput',
  ],
  [
    'Zhipu',
    400,
    { error: { code: '1210', message: "messages.content.type 参数非法，取值范围 ['text']" } },
    'imageInput',
  ],
  [
    'Zhipu behind LiteLLM',
    400,
    openai("litellm.BadRequestError: ZaiException - messages.content.type is invalid, allowed values: ['text']"),
    'imageInput',
  ],
  ['OpenRouter', 404, openai('No endpoints found that support image input', 404), 'imageInput'],
  [
    'Gemini',
    400,
    google(400, 'INVALID_ARGUMENT', 'Image input modality is not enabled for models/gemma-3-1b-it'),
    'imageInput',
  ],
  [
    'Mistral',
    400,
    {
      object: 'Error',
      message: 'Image input is not enabled for this model',
      type: 'invalid_request_error',
      code: 3051,
    },
    'imageInput',
  ],
  [
    'xAI',
    400,
    { code: 'invalid-argument', error: 'Invalid request content: Image inputs are not supported by this model.' },
    'imageInput',
  ],
  [
    'Amazon Bedrock',
    400,
    {
      message:
        "This model doesn't support the image content block that you provided. Update the content block and try again.",
    },
    'imageInput',
  ],
  [
    'LM Studio',
    400,
    { error: 'The provided messages contain images, but qwen3.6-35b-a3b does not support image inputs.' },
    'imageInput',
  ],
  ['LM Studio, earlier', 400, { error: 'Model does not support images. Please use a model that does.' }, 'imageInput'],
  ['Ollama', 500, { error: 'this model is missing data required for image input' }, 'imageInput'],
  [
    'Azure',
    400,
    openai("Model 'DeepSeek-V4-Flash' does not support image inputs. Try again with a vision model."),
    'imageInput',
  ],
];
