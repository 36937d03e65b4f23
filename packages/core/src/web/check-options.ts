import { LmError } from '../errors/lm-error.js';
import { readObject } from '../json/read-json.js';

/** Throws `invalid_request` if a value is not a stream of a client. */
export function checkEventStream(stream: unknown): void {
  const { subscribe, close, then } = readObject(stream);
  if (typeof subscribe === 'function' && typeof close === 'function') return;
  if (typeof then === 'function') {
    throw new LmError(
      'invalid_request',
      'The first argument must be a stream of chatStream() or completeStream(); received a promise. Call chatStream() instead of chat().',
    );
  }
  throw new LmError(
    'invalid_request',
    `The first argument must be a stream of chatStream() or completeStream(); received ${stream === null ? 'null' : typeof stream}. Pass the stream itself, not the result of one of its methods.`,
  );
}

/** Throws `invalid_request` if a value is not a number from 0. `Infinity` is allowed. */
export function checkFromZero(name: string, value: unknown, unit: 'milliseconds' | 'bytes'): void {
  if (typeof value === 'number' && value >= 0) return;
  throw new LmError(
    'invalid_request',
    `"${name}" must be a number of ${unit} from 0; received ${typeof value === 'number' ? value : typeof value}.`,
  );
}

/** Creates headers from an option. Throws `invalid_request` if they are not valid, since their values may come from users. */
export function createHeaders(init: HeadersInit | undefined): Headers {
  try {
    return new Headers(init);
  } catch (cause) {
    throw new LmError(
      'invalid_request',
      '"headers" has a name or a value that HTTP does not allow, such as one with letters outside Latin-1 or a line break. Encode or remove it.',
      { cause },
    );
  }
}

/** Replaces headers by those of the application, which may contain several of one name, such as `set-cookie`. */
export function replaceHeaders(headers: Headers, own: Headers): void {
  for (const name of new Set(own.keys())) headers.delete(name);
  own.forEach((value, name) => headers.append(name, value));
}
