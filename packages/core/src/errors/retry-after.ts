import { parseDuration, parseRetryAfter, plausibleWait } from './parse-wait.js';
import { readRateLimits } from './rate-limits.js';

type Headers = Readonly<Record<string, string | undefined>>;

/** The units in which messages name a wait, beside those of Go. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/ ?(?:milliseconds?|msecs?)\b/gi, 'ms'],
  [/ ?(?:seconds?|secs?)\b/gi, 's'],
  [/ ?(?:minutes?|mins?)\b/gi, 'm'],
  [/ ?hours?\b/gi, 'h'],
  [/ ?days?\b/gi, 'd'],
];

/**
 * Matches a wait in a message: "try again in 1m0.36s" (OpenAI, Groq; LiteLLM in seconds, BerriAI/litellm issue 27823), "Please retry in 14.38s."
 * (Gemini), "retry after 45 seconds" (Azure), "Please wait 43200 seconds before retrying" (GitHub Models), "Your rate limit resets in ~10s."
 * (Replicate, nodetool-ai/nodetool issue 5196), "Your quota will reset after 4h28m20s." (Gemini Code Assist, google-gemini/gemini-cli issue 25103),
 * "Expected available in 29 seconds." (encode/django-rest-framework rest_framework/exceptions.py).
 */
const WAIT =
  /(?:(?:try again|retry|resets?|expected available)(?: in| after)|wait(?: for)?) ~?((?:\d+(?:\.\d+)? ?(?:ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?)(?:,? (?:and )?)?)+)(?![a-z])/i;

/** Finds the wait in a message. Some servers send it only there. */
function inMessage(message: string): number | undefined {
  let [, wait = ''] = WAIT.exec(message) ?? [];
  for (const [words, unit] of UNITS) wait = wait.replaceAll(words, unit);
  return plausibleWait(parseDuration(wait.toLowerCase().replaceAll(/,|\band\b|\s/g, '')));
}

/** Azure sends it without what remains. */
const AZURE_RESET = 'x-rate-limit-reset-tokens';

/** Returns the time until the limits that are exhausted are reset. Those with something left, or that allow nothing at all, did not cause the error. */
function untilReset(headers: Headers, wallNowMs: number): number | undefined {
  const limits = readRateLimits(headers, wallNowMs);
  const exhausted = Object.values(limits).filter(
    (limit) =>
      (limit?.remaining === 0 && limit.limit !== 0) || (limit?.remaining === undefined && AZURE_RESET in headers),
  );
  // A reset in the past, as with a clock that is ahead, says nothing about the wait.
  const waits = exhausted.flatMap((limit) => plausibleWait(limit?.resetMs) || []);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/**
 * Headers with a wait in ms. OpenAI and Azure send the first one, other services of Azure the second one: Azure/azure-sdk-for-js
 * sdk/core/core-rest-pipeline/src/retryStrategies/throttlingRetryStrategy.ts.
 */
const MS_HEADERS = ['retry-after-ms', 'x-ms-retry-after-ms'] as const;

/** What a server says about a wait. */
export interface WaitHints {
  readonly headers: Headers;
  /** The message of the error. */
  readonly message: string;
  /** Set to true for an error that is due to a rate limit. Only then do the limits in the headers matter. */
  readonly isRateLimited: boolean;
}

/**
 * Returns the time in ms that a server asks the client to wait. The first source that has one decides: `retry-after-ms`, `x-ms-retry-after-ms`,
 * `retry-after` (seconds, a date or a duration), the reset of the rate limits that are exhausted (`x-ratelimit-reset-tokens` and others, see `readRateLimits`), the
 * message. Negative, implausibly long and unreadable values are ignored.
 */
export function readRetryAfter({ headers, message, isRateLimited }: WaitHints, wallNowMs: number): number | undefined {
  for (const name of MS_HEADERS) {
    const milliseconds = headers[name] ?? '';
    const ms = milliseconds.trim() === '' ? undefined : plausibleWait(Number(milliseconds));
    if (ms !== undefined) return ms;
  }
  const standard = headers['retry-after'];
  if (standard !== undefined) {
    const ms = parseRetryAfter(standard, wallNowMs);
    if (ms !== undefined) return ms;
  }
  const reset = isRateLimited ? untilReset(headers, wallNowMs) : undefined;
  if (reset !== undefined) return reset;
  return inMessage(message);
}
