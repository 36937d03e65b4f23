import { anyOf } from './any-of.js';

/** Words of messages that mean that the API key is missing, wrong or blocked. Some servers send them with status 400 or 403. */
export const AUTHENTICATION_WORDS = /* @__PURE__ */ anyOf(
  // OpenAI, xAI (status 400), LiteLLM.
  'incorrect api key',
  'invalid api key',
  String.raw`api key (?:is )?(?:required|missing)`,
  'no api key',
  // Gemini, status 400: "API key not valid. Please pass a valid API key.", "API key expired. Please renew the API key.", "API Key not found."
  // Status 403: "Your API key was reported as leaked." (https://ai.google.dev/gemini-api/docs/troubleshooting).
  'api key (?:is )?(?:not valid|not found|expired|invalid)',
  'api key was reported as leaked',
  // Gemini, status 403, without a key: "Method doesn't allow unregistered callers".
  'unregistered callers',
  // Gemini's OpenAI-compatible API, status 400.
  'missing or invalid authorization header',
  // LM Studio.
  'api token is required',
  String.raw`malformed (?:\w+ ){0,3}(?:api|access|bearer|auth\w*|lm studio) token`,
);

/** Codes and types of errors that mean that the account has no credit or has used up its quota. */
export const QUOTA_EXCEEDED_CODES = /* @__PURE__ */ anyOf(
  // OpenAI: https://platform.openai.com/docs/guides/error-codes. Alibaba: `Arrearage`. new-api: `insufficient_user_quota`.
  '^(?:insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_balance|payment_required|arrearage|insufficient_user_quota)$',
  // ChatGPT plans, status 429: "The usage limit has been reached" (earendil-works/pi issue 4172). It is reset after hours or days.
  '^usage_limit_reached$',
  // Moonshot: https://platform.moonshot.ai/docs/api/chat#error-description
  '^exceeded_current_quota_error$',
  // LiteLLM, status 400 or 429: BerriAI/litellm issue 14144
  '^budget_exceeded$',
  // Amazon Bedrock: https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html
  '^servicequotaexceededexception$',
);

/** Words of messages that mean the same. */
export const QUOTA_EXCEEDED_WORDS = /* @__PURE__ */ anyOf(
  // OpenAI, and gateways.
  'exceeded your current quota',
  'insufficient (?:balance|credits?|funds|quota)',
  'billing hard limit',
  'account is not active.{0,40}billing',
  // xAI, status 403: "Your newly created team doesn't have any credits or licenses yet."
  String.raw`(?:doesn't|does not) have any credits`,
  // Anthropic, status 400: "Your credit balance is too low to access the Anthropic API." and "You have reached your specified API usage limits."
  'credit balance is too low',
  'reached your specified api usage limits',
  // Ollama's hosted models, status 429: "you've reached your weekly usage limit" (HomericIntelligence/Scylla issue 346). Also hourly and session limits
  // (continuedev/continue issues 9233 and 11444).
  String.raw`reached your (?:\w+ ){0,3}usage limit`,
  // Hugging Face: "You have exceeded your monthly included credits for Inference Providers."
  'exceeded your monthly (?:included )?(?:credits|spending)',
  // xAI, status 429: "Your team ... has either used all available credits or reached its monthly spending limit."
  'used all available credits',
  'monthly spending limit',
  // OpenRouter, status 403: "Key limit exceeded (monthly limit)." (gptme/gptme issue 1449)
  'key limit exceeded',
  // LiteLLM: "Budget has been exceeded! Current cost: 26.075, Max budget: 0.25" and "LiteLLM User: u, exceeded budget for model=m"
  // "Authentication Error, ExceededTokenBudget: Current spend for token: 2.1; Max Budget for Token: 2.0"
  'budget has been exceeded|exceeded budget for|exceeded ?token ?budget',
  // Mistral and gateways.
  String.raw`(?:monthly|weekly) (?:usage )?(?:quota|limit) (?:exceeded|reached)`,
  // Zhipu (1113), new-api and other Chinese gateways.
  '余额不足|额度不足|欠费',
);

/** Words of messages about a quota of a short period, which is a rate limit. Gemini calls both a quota. */
export const SHORT_PERIOD = /per (?:minute|second)|retry in [\d.]+ ?s/i;

/** Words of messages about a rate limit. A message with them is not about the length of the prompt, although it may count tokens. */
export const RATE_LIMIT_WORDS = /* @__PURE__ */ anyOf(
  'rate[ _]?limit',
  'too many requests',
  'throttl',
  String.raw`(?:tokens|requests) per (?:min|hour|day|second)`,
  // Amazon Bedrock, status 429: "Too many tokens, please wait before trying again."
  'too many tokens, please wait',
);

/**
 * Words of messages about a request that is larger than the rate limit of its period, so that waiting does not help. OpenAI, status 429: "Request
 * too large for gpt-4o ... on tokens per min (TPM): Limit 30000, Requested 40000." Groq, status 413: the same. The limits of Anthropic and Azure
 * have no such message.
 */
export const LARGER_THAN_RATE_LIMIT = /* @__PURE__ */ anyOf(
  String.raw`request too large for .{1,200}(?:tokens|requests) per (?:min|hour|day)`,
  String.raw`\(tpm\).{0,40}limit \d+, requested \d+.{0,40}(?:must be reduced|reduce your message size)`,
);
