import { ERROR_CODES, type ErrorCode } from '../errors/error-code.js';
import { isApiError, toLmError } from '../errors/guards.js';
import type { LmError } from '../errors/lm-error.js';
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
  };
}

/** Options of `toErrorResponse`. */
export interface ErrorResponseOptions {
  /** Additional headers. They replace those of lmux. */
  readonly headers?: HeadersInit | undefined;
  /**
   * Returns the message that the client receives. Default: the error's own message if lmux rejected the request with status 400, otherwise the
   * description of its code, because the message contains the address of the model's server. To send all of them: `(error) => error.message`.
   */
  readonly errorMessage?: ((error: LmError) => string) | undefined;
}

function publicMessage(error: LmError): string {
  const isOwn = ERROR_STATUS[error.code] === 400 && !isApiError(error);
  return isOwn ? error.message : ERROR_CODES[error.code];
}

/**
 * Returns the JSON body for an error, for a response that you send yourself. A value that is not an `LmError` has the code
 * `unexpected_response`.
 *
 * @param errorMessage See `ErrorResponseOptions.errorMessage`.
 */
export function toErrorBody(error: unknown, errorMessage: (error: LmError) => string = publicMessage): ErrorBody {
  const lmError = toLmError(error);
  const { code, retryable } = lmError;
  const retryAfterMs = isApiError(lmError) ? lmError.retryAfterMs : undefined;
  return {
    error: { code, message: errorMessage(lmError), retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  };
}

/**
 * Returns an error as a response with the status of its code and a JSON body: 400 or 404 for a wrong request, 429 with `retry-after`, 502, 503
 * or 504 for a failure of the model's server. `toResponse` does so itself. Use it for calls without a stream.
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
  new Headers(options.headers).forEach((value, name) => headers.set(name, value));
  return new Response(JSON.stringify(body), { status: ERROR_STATUS[code], headers });
}
