import type { ToolMessage } from '../contract/message.js';
import type { ToolCallInput } from '../contract/tool.js';
import { LmError } from '../errors/lm-error.js';
import { maskSecrets } from '../errors/redact.js';
import { shown, shownWord } from '../validate/check.js';
import { contentPartsOf } from './content-parts.js';

/**
 * Returns the message with the result of a tool call. Append it to the messages after the `message` of the response. A string is sent as it
 * is, a part of text or an image or a list of only such parts as content parts, an `Error` as `{ "error": "<message>" }`, `undefined` as
 * `null`, and any other value as JSON, in which errors are their messages. Passwords in URLs, values such as that of `password=`, and text
 * that looks like an API key are masked in the messages of errors.
 *
 * @param call The call that the model made.
 * @param result The value that the tool returned, or the error that it threw. For a call with a `parseError`, pass that.
 * @throws `invalid_request` if `call` is not a tool call, or if JSON loses the value: one that contains itself, a `bigint`, a function, or an object that JSON would write as
 * `{}` although it has contents, such as a `Promise`, a `Map` or a `Response`. Functions beside other fields of an object are left out.
 */
export function toolMessage(call: Pick<ToolCallInput, 'id' | 'name'>, result: unknown): ToolMessage {
  if (typeof (call as Partial<ToolCallInput> | null | undefined)?.id !== 'string') throw notCall(call);
  return { role: 'tool', toolCallId: call.id, content: contentPartsOf(result) ?? textOfResult(call.name, result) };
}

function notCall(call: unknown): LmError {
  return new LmError(
    'invalid_request',
    `toolMessage() requires the tool call, an object with the text "id", as its first argument; received ${shown(call)}. Pass a call from "toolCalls" of a response.`,
  );
}

function textOfResult(tool: string, result: unknown): string {
  if (typeof result === 'string') return result;
  let text: string | undefined;
  try {
    // `undefined` is the result of a function that returns nothing.
    const whole = isError(result) ? { error: textOf(result) } : (result ?? null);
    text = JSON.stringify(whole, function (this: unknown, key, value: unknown) {
      // Not `value`, which is what toJSON() of the error returned. That of AxiosError contains the headers of the request.
      const original = (this as Record<string, unknown>)[key];
      if (isError(original)) return textOf(original);
      const lost = lostIn(value, Array.isArray(this));
      if (lost !== undefined) throw lostContents(tool, lost);
      return value;
    });
  } catch (error) {
    if (error instanceof LmError) throw error;
    throw lostContents(tool, 'a reference to itself, or a value whose toJSON() fails', error);
  }
  if (text === undefined) throw lostContents(tool, shown(result));
  return text;
}

/** Returns the text of an error without secrets, such as the password in a URL. An empty message would look like an empty result. */
function textOf({ name, message }: Error): string {
  return maskSecrets(message || name);
}

/** Recognizes errors of another realm too, such as that of a test runner. */
function isError(value: unknown): value is Error {
  return value instanceof Error || tagOf(value) === 'Error';
}

/** Returns the kind of a value that JSON cannot express or whose contents it loses. `undefined` for others. */
function lostIn(value: unknown, isItem: boolean): string | undefined {
  if (typeof value === 'bigint' || (isItem && isOmitted(value))) return shown(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = Object.values(value);
  if (fields.length > 0) return fields.every(isOmitted) ? 'an object with nothing but functions' : undefined;
  const tag = tagOf(value);
  if (tag !== 'Object') return `a ${tag}`;
  // The fields of an instance may be private. By name, since an object may be of another realm.
  const { constructor: { name = 'Object' } = {} } = value as { constructor?: { name?: string } };
  return name === 'Object' ? undefined : `an instance of ${shownWord(name)} without public fields`;
}

/** Returns true for what JSON leaves out of objects, and writes as `null` in lists. */
function isOmitted(value: unknown): boolean {
  return typeof value === 'function' || typeof value === 'symbol';
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function lostContents(tool: string, lost: string, cause?: unknown): LmError {
  return new LmError(
    'invalid_request',
    `The result of tool ${shownWord(tool)} cannot be written as JSON, because it contains ${lost}. Pass a string, a plain object or an array, and await promises first.`,
    { cause },
  );
}
