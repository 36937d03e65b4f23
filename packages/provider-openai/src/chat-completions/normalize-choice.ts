import type { IncomingJson } from '@lmux/core/provider';
import type { ChunkForm } from '../decode/chunk-format.js';

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a choice of a whole answer would have brought as a piece of a stream. */
export function deltaOf(choice: IncomingJson): IncomingJson {
  if (isObject(choice?.delta)) return choice.delta;
  const message: IncomingJson = choice?.message;
  if (!isObject(message)) return {};
  const { tool_calls: calls } = message;
  // By position: each of a whole answer's calls is a call of its own.
  const indexed = Array.isArray(calls) ? calls.filter(isObject).map((call, index) => ({ ...call, index })) : calls;
  return indexed === undefined ? message : { ...message, tool_calls: indexed };
}

/**
 * Gives a choice its `delta`. Azure's filter sends choices without one; a whole answer in place of a stream has a `message`, which
 * becomes the delta unless the choice has been streamed already.
 */
function normalizeChoice(choice: IncomingJson, begun: boolean): void {
  if (isObject(choice.delta)) return;
  const isWhole = !begun && isObject(choice.message);
  choice.delta = isWhole ? deltaOf(choice) : {};
  if (isWhole) delete choice.message;
}

/** The form of a chat's chunks. */
export const CHAT_CHUNK: ChunkForm = { object: 'chat.completion.chunk', normalizeChoice };
