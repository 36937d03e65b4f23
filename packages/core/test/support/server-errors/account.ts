import { anthropic, google, openai, type Row } from './row.js';

/** Errors with the code `authentication`. */
export const AUTHENTICATION_ROWS: readonly Row[] = [
  ['Gemini', 400, [google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.')]],
  ['Gemini, expired', 400, google(400, 'INVALID_ARGUMENT', 'API key expired. Please renew the API key.')],
  [
    'Gemini, none',
    403,
    google(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    ),
  ],
  [
    'Gemini, leaked',
    403,
    google(403, 'PERMISSION_DENIED', 'Your API key was reported as leaked. Please use another API key.'),
  ],
  [
    'xAI',
    400,
    {
      code: 'Client specified an invalid argument',
      error: 'Incorrect API key provided: xa***. You can obtain an API key from https://console.x.ai.',
    },
  ],
  ['Gemini, no header', 400, [google(400, 'INVALID_ARGUMENT', 'Missing or invalid Authorization header.')]],
  ['LiteLLM', 400, openai('Authentication Error, No api key passed in.', '400', 'auth_error')],
  ['DeepSeek', 401, openai('Authentication Fails, Your api key: ****abcd is invalid', 'invalid_request_error')],
];

/** Errors with the code `quota_exceeded`. */
export const QUOTA_EXCEEDED_ROWS: readonly Row[] = [
  [
    'xAI',
    403,
    {
      code: 'The caller does not have permission to execute the specified operation',
      error:
        "Your newly created team doesn't have any credits or licenses yet. You can purchase those on https://console.x.ai.",
    },
  ],
  [
    'Anthropic',
    400,
    anthropic(
      'invalid_request_error',
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
    ),
  ],
  [
    'Anthropic, limit of the console',
    400,
    anthropic(
      'invalid_request_error',
      'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.',
    ),
  ],
  ['Ollama, hosted', 429, { error: "you've reached your weekly usage limit, please upgrade to continue" }],
  ['Ollama, hosted, hourly', 429, { error: 'you have reached your hourly usage limit' }],
  [
    'OpenAI',
    429,
    openai('You exceeded your current quota, please check your plan and billing details.', 'insufficient_quota'),
  ],
  [
    'OpenAI, billing',
    429,
    openai('Your account is not active, please check your billing details on our website.', 'billing_not_active'),
  ],
  [
    'Moonshot',
    429,
    {
      error: {
        message: 'Your account is suspended due to insufficient balance',
        type: 'exceeded_current_quota_error',
      },
    },
  ],
  [
    'xAI, limit',
    429,
    {
      code: 'x',
      error:
        'Your team 16f2 has either used all available credits or reached its monthly spending limit. To continue making API requests, please purchase more credits.',
    },
  ],
  [
    'ChatGPT plans',
    429,
    { error: { type: 'usage_limit_reached', message: 'The usage limit has been reached', resets_in_seconds: 13_872 } },
  ],
  ['Mistral', 429, { message: 'Monthly quota exceeded' }],
  [
    'LiteLLM',
    429,
    openai('Budget has been exceeded! Current cost: 26.075, Max budget: 0.25', '429', 'budget_exceeded'),
  ],
  ['LiteLLM, another status', 400, openai('Budget has been exceeded! Current cost: 26.075, Max budget: 0.25')],
  [
    'LiteLLM, a key',
    401,
    openai(
      'Authentication Error, ExceededTokenBudget: Current spend for token: 2.1; Max Budget for Token: 2.0',
      '401',
      'auth_error',
    ),
  ],
  ['LiteLLM, a user', 429, openai('LiteLLM User: engineer-1, exceeded budget for model=m', '429')],
  [
    'OpenRouter',
    403,
    openai('Key limit exceeded (monthly limit). Manage it using https://openrouter.ai/settings/keys', 403),
  ],
  ['DeepSeek', 402, openai('Insufficient Balance')],
  ['Hugging Face', 402, { error: 'You have exceeded your monthly included credits for Inference Providers.' }],
  [
    'Amazon Bedrock',
    400,
    { __type: 'x', code: 'ServiceQuotaExceededException', message: 'The account has reached its quota.' },
  ],
  ['new-api', 403, openai('用户额度不足', 'insufficient_user_quota')],
];

/** Errors with the code `rate_limited`. */
export const RATE_LIMITED_ROWS: readonly Row[] = [
  ['Amazon Bedrock', 429, { message: 'Too many tokens, please wait before trying again.' }],
  ['Amazon Bedrock, throttled', 400, { code: 'ThrottlingException', message: 'Rate exceeded' }],
  [
    'Anthropic',
    429,
    anthropic(
      'rate_limit_error',
      "This request would exceed your organization's rate limit of 30,000 input tokens per minute.",
    ),
  ],
  [
    'Gemini',
    429,
    google(
      429,
      'RESOURCE_EXHAUSTED',
      'You exceeded your current quota, please check your plan and billing details. Please retry in 14.38s.',
    ),
  ],
  [
    'GitHub Models',
    429,
    openai(
      'Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 43200 seconds before retrying.',
      'RateLimitReached',
    ),
  ],
];
