import { anthropic, google, openai, type Row } from './row.js';

/** Errors of a context overflow, of the large vendors and local servers. */
export const CONTEXT_OVERFLOW_ROWS: readonly Row[] = [
  ['Anthropic', 400, anthropic('invalid_request_error', 'prompt is too long: 213462 tokens > 200000 maximum')],
  [
    'Anthropic, with max_tokens',
    400,
    anthropic(
      'invalid_request_error',
      'input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000, decrease input length or `max_tokens` and try again',
    ),
  ],
  ['Anthropic, bytes', 413, anthropic('request_too_large', 'Request exceeds the maximum size')],
  [
    'Gemini',
    400,
    google(
      400,
      'INVALID_ARGUMENT',
      'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
    ),
  ],
  [
    'Gemini, without parentheses',
    400,
    [google(400, 'INVALID_ARGUMENT', 'The input token count exceeds the maximum number of tokens allowed 1048576.')],
  ],
  [
    'Vertex AI',
    400,
    google(
      400,
      'INVALID_ARGUMENT',
      'Unable to submit request because the input token count is 1048577 but model only supports up to 1048575.',
    ),
  ],
  [
    'xAI',
    400,
    {
      code: 'Client specified an invalid argument',
      error: "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
    },
  ],
  ['LM Studio, n_keep', 400, { error: 'Cannot truncate prompt with n_keep (5000) >= n_ctx (4096)' }],
  [
    'LM Studio, llama.cpp engine',
    400,
    {
      error:
        'The number of tokens to keep from the initial prompt is greater than the context length. Try to load the model with a larger context length, or provide a shorter input',
    },
  ],
  [
    'LM Studio, older',
    400,
    {
      error:
        'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
    },
  ],
  ['Moonshot', 400, openai('Invalid request: Your request exceeded model token limit: 262144 (requested: 300000)')],
  [
    'GitHub Models',
    413,
    openai('Request body too large for gpt-4o model. Max size: 8000 tokens.', 'tokens_limit_reached'),
  ],
  ['GitHub Models, without the code', 413, openai('Request body too large for gpt-4o model. Max size: 8000 tokens.')],
  [
    'GitHub Copilot',
    400,
    openai('prompt token count of 135000 exceeds the limit of 128000', 'model_max_prompt_tokens_exceeded'),
  ],
  [
    'llama-server, embeddings',
    500,
    openai(
      'input (701 tokens) is too large to process. increase the physical batch size (current batch size: 512)',
      500,
      'server_error',
    ),
  ],
  [
    'llama-server, older embeddings',
    500,
    openai('input is too large to process. increase the physical batch size', 500, 'server_error'),
  ],
  [
    'llama-server',
    400,
    openai('the request exceeds the available context size, try increasing it', 400, 'exceed_context_size_error'),
  ],
  ['llama-cpp-python', 400, openai('Requested tokens (5000) exceed context window of 512')],
  [
    'OpenAI',
    400,
    openai(
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens. Please reduce the length of the messages.",
      'context_length_exceeded',
    ),
  ],
  [
    'OpenAI, Responses',
    400,
    openai(
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      'context_length_exceeded',
    ),
  ],
  ['OpenAI, embeddings', 400, openai("Invalid 'input': maximum input length is 8192 tokens.")],
];
