import { google, openai, type Row } from './row.js';

/** Errors about a model that the server does not have. */
export const MODEL_NOT_FOUND_ROWS: readonly Row[] = [
  ['OpenRouter', 400, openai('openai/gpt-9 is not a valid model ID', 400)],
  ['OpenRouter, no provider', 404, openai('No endpoints found for openai/gpt-9.', 404)],
  [
    'Gemini',
    404,
    google(
      404,
      'NOT_FOUND',
      'models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.',
    ),
  ],
  ['DeepSeek', 400, openai('Model Not Exist')],
  ['LM Studio, unloaded', 400, { error: 'Model is unloaded.' }],
  [
    'Moonshot',
    404,
    { error: { message: 'Not found the model kimi-9 or Permission denied', type: 'resource_not_found_error' } },
  ],
  [
    'Groq',
    400,
    openai(
      'The model `mixtral-8x7b-32768` has been decommissioned and is no longer supported.',
      'model_decommissioned',
    ),
  ],
  ['GitHub Copilot', 400, openai('The requested model is not supported.', 'model_not_supported')],
  ['Hugging Face', 400, openai("The requested model 'a/b' is not supported by any provider you have enabled.")],
  ['Amazon Bedrock', 400, { message: 'The provided model identifier is invalid.' }],
  ['Azure', 404, openai('The API deployment for this resource does not exist.', 'DeploymentNotFound')],
  [
    'Together',
    404,
    openai('Unable to access model acme/x. Please visit https://api.together.ai/models to view the list.'),
  ],
  ['Mistral', 400, { object: 'error', message: 'Invalid model: acme-9', type: 'invalid_model', code: '1500' }],
  ['Zhipu', 400, { error: { code: '1211', message: '模型不存在，请检查模型代码。' } }],
  [
    'Vertex AI',
    404,
    google(404, 'NOT_FOUND', 'Publisher Model `projects/p/locations/l/publishers/google/models/x` was not found.'),
  ],
  ['vLLM', 404, { object: 'error', message: 'The model `acme-9` does not exist.', type: 'NotFoundError', code: 404 }],
  ['llama-swap, which names the model', 404, 'could not find suitable inference handler for acme-9'],
  ['a router without words for it, which names the model', 404, 'no handler for acme-9'],
  ['a router, about a model', 404, { detail: 'This model has no replicas' }],
  ['NVIDIA', 404, { status: 404, title: 'Not Found', detail: "Function '9b96341b-9791': Not found for account 'abc'" }],
  ['llama-swap', 404, 'could not find real modelID for foo'],
];
