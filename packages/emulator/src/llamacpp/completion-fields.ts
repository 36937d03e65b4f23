import { reportedMsPerToken } from '../shared/engine/engine-run.js';
import { makeId } from '../shared/engine/make-id.js';

/** The llama.cpp build that is emulated. */
export const BUILD_INFO = 'b11434-unknown';

/** Reported milliseconds for each token of the prompt. */
const PROMPT_MS_PER_TOKEN = 1;

/** The fields that all chunks of a stream and a complete response have in common. */
export interface CompletionFields {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** Builds the fields of a completion. Text completions have the same kind of id. */
export function completionFields(model: string, number: number, now: number): CompletionFields {
  return { id: makeId('chatcmpl-', number), created: Math.floor(now / 1000), model };
}

/** Encodes `timings`. No token is ever reported as cached. */
export function encodeTimings(promptTokens: number, predicted: number, delayMs: number): object {
  const perToken = reportedMsPerToken(delayMs);
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

/** Encodes the token counts of a completion. */
export function usageOf(promptTokens: number, completionTokens: number): object {
  return {
    completion_tokens: completionTokens,
    prompt_tokens: promptTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}
