import type { ErrorCode } from '../../../src/errors/error-code.js';
import { anthropic, google, openai, type Row } from './row.js';

/** Messages that resemble another error, with the code that they must have. */
export const GUARDS: readonly (readonly [...Row, code: ErrorCode])[] = [
  ['the limit of max_tokens', 400, openai('max_tokens must be at most 8192'), 'invalid_request'],
  [
    'the limit of max_tokens of Anthropic',
    400,
    anthropic(
      'invalid_request_error',
      'max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-x',
    ),
    'invalid_request',
  ],
  [
    'the limit of max_tokens of OpenAI',
    400,
    openai(
      'max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.',
      'invalid_value',
    ),
    'invalid_request',
  ],
  [
    'the limit of max_tokens of Gemini',
    400,
    google(
      400,
      'INVALID_ARGUMENT',
      'Unable to submit request because it has a maxOutputTokens value of 100000 but the supported range is from 1 to 65536.',
    ),
    'invalid_request',
  ],
  [
    'a limit of tokens per minute',
    429,
    openai('Rate limit reached: too many tokens per minute. The prompt is too long for the rest of this minute.'),
    'rate_limited',
  ],
  [
    'a limit of characters',
    400,
    openai(
      "Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64.",
      'string_above_max_length',
    ),
    'invalid_request',
  ],
  ['a tool that was not found', 400, openai("Tool 'search' not found in tools."), 'invalid_request'],
  ['a file that was not found', 400, openai('The file does not exist.'), 'invalid_request'],
  [
    'a parameter that is not supported',
    400,
    openai(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      'unsupported_parameter',
    ),
    'invalid_request',
  ],
  ['a value that is not valid', 400, openai('"xhigh" is not a valid reasoning effort'), 'invalid_request'],
  ['an unknown path', 404, { detail: 'Not Found' }, 'not_found'],
  ['an unknown path with models in it', 404, 'Cannot GET /v1/models', 'not_found'],
  [
    'an unknown path of Express',
    404,
    '<!DOCTYPE html><html><head><title>Error</title></head><body><pre>Cannot POST /v1/models</pre></body></html>',
    'not_found',
  ],
  [
    'no permission for a model',
    403,
    openai('You are not allowed to sample from this model', 'permission_denied'),
    'permission_denied',
  ],
  [
    'a large body at a proxy',
    413,
    '<html><head><title>413 Request Entity Too Large</title></head></html>',
    'invalid_request',
  ],
  [
    'too many texts for TEI',
    413,
    { error: 'batch size 100 > maximum allowed batch size 32', error_type: 'Validation' },
    'invalid_request',
  ],
  ['a credit card in a sentence', 400, openai('Invalid parameter: credits must be a number.'), 'invalid_request'],
  [
    'a crashed model',
    500,
    { error: 'The model has crashed without additional information. (Exit code: 18446744072635812000)' },
    'model_crashed',
  ],
  ...(
    [
      [
        "Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length 52 instead.",
        'string_above_max_length',
      ],
      [
        "Invalid 'messages[0].name': string too long. Expected a string with maximum length 64, but got a string with length 70 instead.",
        'string_above_max_length',
      ],
      [
        "Invalid 'input[2].call_id': string too long. Expected a string with maximum length 64, but got a string with length 70 instead.",
        'string_above_max_length',
      ],
      [
        "Invalid 'prompt_cache_key': string too long. Expected a string with maximum length 64, but got a string with length 70 instead.",
        'string_above_max_length',
      ],
      ['Malformed JSON in the request body: Unexpected token } in JSON at position 12', undefined],
      ["The model called the tool 'search', which was not found in the request.", undefined],
      ["Invalid model_kwargs: 'foo' does not exist", undefined],
      ['The chat template file was not found', undefined],
    ] as const
  ).map(([message, code]) => [message, 400, openai(message, code), 'invalid_request'] as const),
  ['a timeout with a context of Go', 504, openai('timeout exceeded: context canceled'), 'server_error'],
  [
    'a missing deployment of Vercel',
    404,
    'The deployment could not be found on Vercel.\n\nDEPLOYMENT_NOT_FOUND',
    'not_found',
  ],
  [
    'a model of OpenRouter without tools',
    404,
    openai(
      'No endpoints found that support tool use. To learn more about provider routing, visit: https://openrouter.ai/docs',
      404,
    ),
    'invalid_request',
  ],
  ['a data policy of OpenRouter', 404, openai('No endpoints found matching your data policy.', 404), 'invalid_request'],
  [
    'a name that is too long',
    400,
    openai("'tools[0].name' (70 characters) exceeds the maximum allowed length (64)."),
    'invalid_request',
  ],
  ['a model that was reloaded', 400, { error: 'Model reloaded.' }, 'model_crashed'],
];
