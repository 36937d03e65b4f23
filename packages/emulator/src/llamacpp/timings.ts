/** What a token is said to take when it takes no time: a number above zero, always the same. */
const LEAST_MS_PER_TOKEN = 5;

/** Milliseconds for each token of the prompt. */
const PROMPT_MS_PER_TOKEN = 1;

/** `timings`: nothing is ever taken from a cache. */
export function encodeTimings(promptTokens: number, predicted: number, delayMs: number): object {
  const perToken = Math.max(delayMs, LEAST_MS_PER_TOKEN);
  return {
    cache_n: 0,
    prompt_n: promptTokens,
    prompt_ms: promptTokens * PROMPT_MS_PER_TOKEN,
    prompt_per_token_ms: PROMPT_MS_PER_TOKEN,
    prompt_per_second: 1000 / PROMPT_MS_PER_TOKEN,
    predicted_n: predicted,
    predicted_ms: predicted * perToken,
    predicted_per_token_ms: perToken,
    predicted_per_second: 1000 / perToken,
  };
}

/** Token counts of a completion. */
export function encodeUsage(promptTokens: number, completionTokens: number): object {
  return {
    completion_tokens: completionTokens,
    prompt_tokens: promptTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}
