import { openai, type Row } from './row.js';

/** Errors of a context overflow, of other vendors and gateways. */
export const OTHER_CONTEXT_OVERFLOW_ROWS: readonly Row[] = [
  ['Groq', 400, openai('Please reduce the length of the messages or completion.', 'context_length_exceeded')],
  [
    'Cerebras',
    400,
    {
      message: 'Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192',
      type: 'invalid_request_error',
      code: 'context_length_exceeded',
    },
  ],
  [
    'Together',
    422,
    openai(
      'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000 `inputs` tokens and 512 `max_new_tokens`',
    ),
  ],
  [
    'TEI',
    413,
    {
      error: 'Input validation error: `inputs` must have less than 512 tokens. Given: 600',
      error_type: 'Validation',
    },
  ],
  [
    'SGLang, a request',
    400,
    openai('Input length (9000 tokens) exceeds the maximum allowed length (8192 tokens). Use a shorter input.'),
  ],
  [
    'SGLang',
    400,
    {
      object: 'error',
      message: "The input (9000 tokens) is longer than the model's context length (8192 tokens).",
      type: 'BadRequestError',
      code: 400,
    },
  ],
  [
    'SGLang, requested',
    400,
    {
      object: 'error',
      message: "Requested token count exceeds the model's maximum context length of 131072 tokens.",
      code: 400,
    },
  ],
  ['vLLM', 400, openai('The decoder prompt (length 43444) is longer than the maximum model length of 32768.')],
  [
    'vLLM, older',
    400,
    openai('The prompt (total length 5000) is too long to fit into the model (context length 4096).'),
  ],
  [
    'Mistral',
    400,
    {
      object: 'error',
      message: 'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      type: 'invalid_request_prompt',
      code: 3051,
    },
  ],
  [
    'Cohere',
    400,
    { message: 'too many tokens: size limit exceeded by 11326 tokens. Try using shorter or fewer inputs.' },
  ],
  ['Fireworks', 400, openai('The prompt is too long: 40000, model maximum context length: 32767')],
  [
    'MiniMax',
    400,
    {
      type: 'error',
      error: { type: 'bad_request_error', message: 'invalid params, context window exceeds limit (2013)' },
    },
  ],
  [
    'DashScope',
    400,
    { code: 'InvalidParameter', message: 'Range of input length should be [1, 30720]', request_id: 'r' },
  ],
  ['Zhipu', 400, { error: { code: '1261', message: 'Prompt exceeds max length' } }],
  [
    'Cloudflare',
    400,
    {
      success: false,
      errors: [
        {
          code: 5021,
          message:
            'AiError: The estimated number of input and maximum output tokens (9000) exceeded this model context window limit (8000).',
        },
      ],
    },
  ],
  [
    'SambaNova',
    400,
    openai(
      'Requested generation length 1 is not possible! The provided prompt is 10000 tokens long, so generating 1 tokens requires a sequence length of 10001, but the maximum supported sequence length is just 8192!',
    ),
  ],
  [
    'watsonx',
    400,
    {
      errors: [
        {
          code: 'invalid_input_argument',
          message:
            'Invalid input argument for Model: the number of input tokens 5000 cannot exceed the total tokens limit 4096 for this model',
        },
      ],
    },
  ],
  [
    'Poolside behind OpenRouter',
    400,
    openai('Input length 300000 exceeds the maximum allowed input length of 262000 tokens.', 400),
  ],
  ['Amazon Bedrock', 400, { message: 'Input is too long for requested model.' }],
  ['Ollama', 400, { error: 'the input length exceeds the context length' }],
  ['Ollama, hosted', 400, { error: 'prompt too long; exceeded max context length by 4 tokens' }],
  [
    'OpenRouter, upstream',
    400,
    {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: {
          raw: '{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 213462 tokens > 200000 maximum"}}',
        },
      },
    },
  ],
  [
    'LiteLLM',
    400,
    openai(
      'litellm.BadRequestError: XaiException - {"code":"invalid-argument","error":"This model\'s maximum prompt length is 500000 but the request contains 637815 tokens."}',
      '400',
    ),
  ],
  ['a gateway that changes the status', 502, openai('prompt is too long: 213462 tokens > 200000 maximum')],
  [
    'vLLM, engine',
    400,
    openai('The engine prompt length 40961 exceeds the max_model_len 40960. Please reduce prompt.'),
  ],
  [
    'OpenAI, one message',
    400,
    openai(
      "Invalid 'messages[0].content': string too long. Expected a string with maximum length 10485760.",
      'string_above_max_length',
    ),
  ],
];
