import type { RateLimits } from '../contract/http-details.js';
import { parseResetMs } from './parse-wait.js';
import { readRateLimitField } from './read-rate-limit-field.js';

type Headers = Readonly<Record<string, string | undefined>>;

type Field = 'limit' | 'remaining' | 'reset';

interface HeaderName {
  readonly field: Field;
  readonly counted: string;
}

/**
 * OpenAI, Groq: https://platform.openai.com/docs/guides/rate-limits. Azure also writes `x-rate-limit`. OpenRouter, Together and the draft of the
 * IETF (`ratelimit-limit`) do not name what is counted, which are requests. DigitalOcean:
 * https://docs.digitalocean.com/products/inference/reference/quota-specific-response-headers/
 */
const COMMON = /^(?:x-)?rate-?limit-(limit|remaining|reset)(?:-(.+))?$/;

/** https://docs.together.ai/docs/rate-limits */
const TOGETHER_TOKENS = /^x-tokenlimit-(limit|remaining|reset)$/;

/** https://docs.claude.com/en/api/rate-limits */
const ANTHROPIC = /^anthropic-ratelimit-(.+)-(limit|remaining|reset)$/;

/** LiteLLM adds it to the headers of its upstream: https://docs.litellm.ai/docs/proxy/response_headers */
const LITELLM_PREFIX = /^llm_provider-/;

/** Returns what a header says about a rate limit, or `undefined` for another header. */
function readName(header: string): HeaderName | undefined {
  const name = header.replace(LITELLM_PREFIX, '');
  const [, field, counted = 'requests'] = COMMON.exec(name) ?? [];
  // Mistral abbreviates: `x-ratelimit-remaining-req-minute`.
  if (field !== undefined) return { field: field as Field, counted: counted.replace(/^req(?=-|$)/, 'requests') };
  const [, tokenField] = TOGETHER_TOKENS.exec(name) ?? [];
  if (tokenField !== undefined) return { field: tokenField as Field, counted: 'tokens' };
  const [, first, second] = ANTHROPIC.exec(name) ?? [];
  return first === undefined ? undefined : { field: second as Field, counted: first };
}

/** Parses a count. Azure sends -1 for a limit that does not apply (openai/openai-dotnet issue 838). */
function parseCount(text: string): number | undefined {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}

/** Returns the rate limits that the headers of a response contain. The object is empty if there are none. */
export function readRateLimits(headers: Headers, wallNowMs: number): RateLimits {
  const limits = new Map<string, { limit?: number; remaining?: number; resetMs?: number }>();
  for (const [header, value] of Object.entries(headers)) {
    const name = value === undefined ? undefined : readName(header);
    if (name === undefined || value === undefined) continue;
    const [key, number] =
      name.field === 'reset'
        ? (['resetMs', parseResetMs(value, wallNowMs)] as const)
        : ([name.field, parseCount(value)] as const);
    if (number === undefined) continue;
    const limit = limits.get(name.counted) ?? {};
    limit[key] = number;
    limits.set(name.counted, limit);
  }
  const { ratelimit } = headers;
  return { ...(ratelimit !== undefined && readRateLimitField(ratelimit)), ...Object.fromEntries(limits) };
}
