import type { ChatResponse } from '../../../contract/chat.js';
import type { AnyStreamEvent } from '../../../contract/stream-event.js';

/**
 * Returns the parts by which a response counts as complete. Usage is not one of them, because it may follow the end of
 * the text.
 */
export function essence(events: readonly AnyStreamEvent[]): object {
  const last = events.at(-1);
  if (last?.type !== 'finish') return { finished: false };
  const { text, finishReason } = last.response;
  // The response of a completion has neither of them.
  const { refusal, toolCalls = [] }: Partial<ChatResponse> = last.response;
  return { text, refusal, finishReason, toolCalls: toolCalls.map(({ name, input }) => ({ name, input })) };
}
