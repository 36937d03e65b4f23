import { isObject, readObject } from '@lmux/core/provider/json';
import type { ChunkForm } from '../decode/chunk-format.js';

/** What a choice of a whole response would have brought as a piece of a stream. */
export function deltaOf(choice: unknown): Record<string, unknown> {
  const { delta, message } = readObject(choice);
  if (isObject(delta)) return delta;
  if (!isObject(message)) return {};
  const { tool_calls: calls } = message;
  // By position: each of a whole response's calls is a call of its own.
  const indexed = Array.isArray(calls) ? calls.filter(isObject).map((call, index) => ({ ...call, index })) : calls;
  return indexed === undefined ? message : { ...message, tool_calls: indexed };
}

/**
 * Gives a choice its `delta`. Azure's filter sends choices without one; a whole response in place of a stream has a `message`, which
 * becomes the delta unless the choice has been streamed already.
 */
function normalizeChoice(choice: Record<string, unknown>, begun: boolean): void {
  if (isObject(choice.delta)) return;
  const isWhole = !begun && isObject(choice.message);
  choice.delta = isWhole ? deltaOf(choice) : {};
  if (isWhole) delete choice.message;
}

/** The form of a chat's chunks. */
export const CHAT_CHUNK: ChunkForm = { object: 'chat.completion.chunk', normalizeChoice };
