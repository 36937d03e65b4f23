import type { TimeoutName } from '../contract/call-options.js';
import type { AnyStreamEvent } from '../contract/stream-event.js';
import { ApiError } from '../errors/api-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { StreamError } from '../errors/stream-error.js';
import { describeJson } from '../json/describe-json.js';
import { isObject, readCount, readString } from '../json/read-json.js';

/** Returns the error in a body or an event of `toResponse`, or `undefined` if it has none. */
export function parseError(json: unknown, status: number): ApiError | undefined {
  const error = isObject(json) && isObject(json['error']) ? json['error'] : {};
  const { code, message, retryable, retryAfterMs, timeout } = error;
  // OpenAI's errors have a code and a message too.
  if (typeof code !== 'string' || typeof retryable !== 'boolean') return undefined;
  // A server with a later release may send a code that this one does not have.
  return new ApiError(code as ErrorCode, readString(message) ?? '', {
    status,
    retryable,
    retryAfterMs: readCount(retryAfterMs),
    // As with `code`, a later release may have others.
    timeout: readString(timeout) as TimeoutName | undefined,
  });
}

/** Events that add text. */
const OF_TEXT = /^(?:text|reasoning|refusal)-delta$/;

/**
 * Parses an event. Throws the error that it contains. An event at the end of the body may be incomplete. It is then `undefined`.
 *
 * @param isEnded True if the body has ended.
 */
export function parseEvent(text: string, isEnded: boolean): AnyStreamEvent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    if (isEnded) return undefined;
    throw new StreamError(
      'parse_error',
      `An event of the response is not valid JSON (${text.length} characters). The response must be one of toResponse() with the format "events" or "ndjson".`,
    );
  }
  // The events of a stream have status 200.
  const error = isObject(json) && json['type'] === 'error' ? parseError(json, 200) : undefined;
  if (error !== undefined) throw error;
  const type = isObject(json) ? json['type'] : undefined;
  const hasText = isObject(json) && typeof json['text'] === 'string';
  if (typeof type === 'string' && (hasText || !OF_TEXT.test(type))) return json as AnyStreamEvent;
  throw new StreamError(
    'unexpected_response',
    `An event of the response is not one of lmux; received ${describeJson(json)}. The response must be one of toResponse() with the format "events" or "ndjson".`,
  );
}
