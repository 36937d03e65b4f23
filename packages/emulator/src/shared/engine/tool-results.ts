import type { PromptMessage } from './reply.js';

/**
 * Returns the tool results at the end of the messages. Empty if the messages end with something else. A user message with images directly
 * after results belongs to them, because clients send the images of results so to servers that accept only text in results.
 */
export function lastToolResults(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const last = messages.at(-1);
  const isOfResults = last?.role === 'user' && last.images > 0 && messages.at(-2)?.role === 'tool';
  const results = isOfResults ? messages.slice(0, -1) : messages;
  return results.slice(results.findLastIndex(({ role }) => role !== 'tool') + 1);
}
