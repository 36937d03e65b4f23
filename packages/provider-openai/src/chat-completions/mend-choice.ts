import type { IncomingJson } from '@lmux/core/provider';

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Gives a choice its `delta`. Azure's filter sends choices without one; a whole answer in place of a stream has a `message`, which
 * becomes the delta unless the choice has been streamed already.
 */
export function mendChoice(choice: IncomingJson, begun: boolean): void {
  if (isObject(choice.delta)) return;
  const { message } = choice;
  if (begun || !isObject(message)) {
    choice.delta = {};
    return;
  }
  delete choice.message;
  const { tool_calls: calls } = message;
  // By position: each of a whole answer's calls is a call of its own.
  const indexed = Array.isArray(calls) ? calls.filter(isObject).map((call, index) => ({ ...call, index })) : calls;
  choice.delta = indexed === undefined ? message : { ...message, tool_calls: indexed };
}
