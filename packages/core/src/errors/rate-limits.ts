import type { RateLimits } from '../contract/http-details.js';
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

const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|us|µs|ns|d|h|m|s))+$/;
const DURATION_PART = /(?<![\d.])(\d+(?:\.\d+)?)(ms|us|µs|ns|d|h|m|s)/g;
const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Parses a duration in Go's format, as Groq and OpenAI send it: `6m0s`, `120ms`, `1m0.36s`. Returns ms, or `undefined` for another text. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit = ''] of text.matchAll(DURATION_PART)) totalMs += Number(amount) * (UNIT_MS[unit] ?? 0);
  return totalMs;
}

/** A number from here on is a point in time in seconds, and one that is 1000 times as large is a point in time in ms. */
const FIRST_EPOCH_SECONDS = 1e9;

/**
 * Parses the time until a reset: a duration (`6m0s`), seconds (Azure, Cerebras), a point in time in seconds or ms (GitHub, OpenRouter), or a
 * date (Anthropic). Returns ms, at least 0, or `undefined` if the text is none of these.
 */
export function parseResetMs(text: string, wallNowMs: number): number | undefined {
  const value = text.trim();
  const number = value === '' ? Number.NaN : Number(value);
  if (Number.isFinite(number)) {
    if (number < 0) return undefined;
    if (number < FIRST_EPOCH_SECONDS) return number * 1000;
    const pointMs = number < FIRST_EPOCH_SECONDS * 1000 ? number * 1000 : number;
    return Math.max(0, pointMs - wallNowMs);
  }
  const durationMs = parseDuration(value);
  if (durationMs !== undefined) return durationMs;
  // Runtimes parse `1.2.3` as a date too, so require the name of a month or the form of RFC 3339.
  const date = /[a-z]{3}|^\d{4}-\d\d-\d\dT/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - wallNowMs);
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
    const isReset = name.field === 'reset';
    const number = isReset ? parseResetMs(value, wallNowMs) : parseCount(value);
    if (number === undefined) continue;
    const limit = limits.get(name.counted) ?? {};
    if (name.field === 'reset') limit.resetMs = number;
    else limit[name.field] = number;
    limits.set(name.counted, limit);
  }
  const { ratelimit } = headers;
  return { ...(ratelimit !== undefined && readRateLimitField(ratelimit)), ...Object.fromEntries(limits) };
}
