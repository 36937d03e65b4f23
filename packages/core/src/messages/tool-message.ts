import type { ToolMessage } from '../contract/message.js';
import type { ToolCallInput } from '../contract/tool.js';
import { LmError } from '../errors/lm-error.js';

/** Returns the JSON of a value, or `undefined` if it has none. */
function jsonOf(value: unknown): string | undefined {
  try {
    // `undefined` is the result of a function that returns nothing.
    return JSON.stringify(value === undefined ? null : value);
  } catch {
    return undefined;
  }
}

/**
 * Returns the message with the result of a tool call. Append it to the messages after the `message` of the response.
 *
 * @param call The call that the model made.
 * @param result The result. A string is sent as it is, an `Error` as `{ "error": "<message>" }`, and any other value as JSON.
 * @throws `invalid_request` if the result has no JSON, such as a function, a BigInt or an object that contains itself.
 */
export function toolMessage(call: Pick<ToolCallInput, 'id' | 'name'>, result: unknown): ToolMessage {
  const value = result instanceof Error ? { error: result.message } : result;
  const content = typeof value === 'string' ? value : jsonOf(value);
  if (content === undefined) {
    throw new LmError(
      'invalid_request',
      `The result of the tool "${call.name}" cannot be sent, because it has no JSON. Pass a string, or a value that JSON.stringify accepts.`,
    );
  }
  return { role: 'tool', toolCallId: call.id, content };
}
