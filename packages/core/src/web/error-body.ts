import type { TimeoutName } from '../contract/call-options.js';
import { ERROR_CODES, type ErrorCode } from '../errors/error-code.js';
import { isApiError, isLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
import { readCount } from '../json/read-json.js';
import { createHeaders, replaceHeaders } from './check-options.js';
import { ERROR_STATUS } from './error-status.js';

/** The JSON body of an error response. OpenAI's clients read `code` and `message` too. */
export interface ErrorBody {
  readonly error: {
    readonly code: ErrorCode;
    /** See `ErrorResponseOptions.errorMessage`. */
    readonly message: string;
    readonly retryable: boolean;
    /** Time in ms to wait before a retry, if the model's server states it. */
    readonly retryAfterMs?: number | undefined;
    /** The timeout of the server's call that ended it. */
    readonly timeout?: TimeoutName | undefined;
  };
}

/** Options of `toErrorResponse`. */
export interface ErrorResponseOptions {
  /** Additional headers. They replace those of lmux. */
  readonly headers?: ConstructorParameters<typeof Headers>[0] | undefined;
  /**
   * Returns the message that the client receives. Default: the error's own message if lmux rejected the request with status 400, otherwise the
   * description of its code, because the message contains the address of the model's server. To send all of them: `(error) => error.message`.
   */
  readonly errorMessage?: ((error: LmError) => string) | undefined;
}

/** The message of an error that is not from lmux, about which nothing is known that a client may see. */
const UNKNOWN_ERROR = 'The request failed.';

function publicMessage(error: LmError): string {
  const isOwn = ERROR_STATUS[error.code] === 400 && !isApiError(error);
  if (isOwn) return error.message;
  // An error that was read from the response of another application may have a code of a later release.
  return Object.hasOwn(ERROR_CODES, error.code) ? ERROR_CODES[error.code] : UNKNOWN_ERROR;
}

/** Returns the message that a function of the application chooses. If it fails, the default, since the client needs a response. */
function messageBy(errorMessage: (error: LmError) => string, error: LmError): string {
  try {
    return errorMessage(error);
  } catch {
    return publicMessage(error);
  }
}

/**
 * Returns the JSON body for an error, for a response that you send yourself. A value that is not an `LmError` has the code
 * `unexpected_response` and the message "The request failed.".
 *
 * @param errorMessage See `ErrorResponseOptions.errorMessage`.
 */
export function toErrorBody(error: unknown, errorMessage: (error: LmError) => string = publicMessage): ErrorBody {
  if (!isLmError(error)) return { error: { code: 'unexpected_response', message: UNKNOWN_ERROR, retryable: false } };
  const { code, retryable, timeout } = error;
  // Providers of others may set anything.
  const retryAfterMs = isApiError(error) ? readCount(Math.ceil(error.retryAfterMs ?? Number.NaN)) : undefined;
  return {
    error: {
      code,
      message: messageBy(errorMessage, error),
      retryable,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(timeout !== undefined && { timeout }),
    },
  };
}

/**
 * Returns an error as a response with the status of its code and a JSON body: 400 or 404 for a wrong request, 429 with `retry-after`, 502, 503
 * or 504 for a failure of the model's server, 500 for a value that is not an `LmError`. `toResponse` does so itself. Use it for calls without
 * a stream.
 *
 * @example
 * try {
 *   return Response.json(await client.embed({ input }));
 * } catch (error) {
 *   return toErrorResponse(error);
 * }
 */
export function toErrorResponse(error: unknown, options: ErrorResponseOptions = {}): Response {
  const body = toErrorBody(error, options.errorMessage);
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  const { code, retryAfterMs } = body.error;
  // Rounded up, because a retry before the time would fail again.
  if (retryAfterMs !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  replaceHeaders(headers, createHeaders(options.headers));
  const status = isLmError(error) && Object.hasOwn(ERROR_STATUS, code) ? ERROR_STATUS[code] : 500;
  return new Response(JSON.stringify(body), { status, headers });
}
