import type { Generation } from '../../shared/engine/generation.js';

/** Token counts of a chat or text completion. */
export function usageOf(promptTokens: number, { completionTokens, reasoningTokens }: Generation): object {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
