import type { ErrorCode } from './error-code.js';
import { isApiError } from './guards.js';
import type { LmError } from './lm-error.js';

/**
 * Two questions about a failed call, side by side:
 *
 * - `retryable`: may the same call succeed later? Advice to the caller, on every error.
 * - retried: does the client send the call again by itself? That needs more: the server must not have acted on the failed attempt.
 *
 * The first row that fits decides. `npm run docs` copies the table into docs/guide/reliability.md, and test/retry-table.test.ts compares it with
 * the code.
 *
 * | code | status, or what happened | `retryable` | retried | why |
 * | `quota_exceeded`, `authentication`, `permission_denied`, `context_overflow` | any status | no | no | Waiting does not help. |
 * | `rate_limited`, `overloaded`, `model_loading`, `model_crashed`, `server_error` | 408, 429, 502, 503, 504, 529 | yes | yes | The server did not begin. |
 * | `model_loading` | any other status from 400 | yes | yes | The server does not begin before the model is loaded. |
 * | `rate_limited`, `overloaded`, `model_loading`, `model_crashed`, `server_error` | any other status | yes | no | The server may have acted, or the response has begun. |
 * | any other | 408, 429, 502, 503, 504, 529 | no | yes | The status says that the server did not begin, whatever the code says. |
 * | any other | any other status | no | no | The same call fails in the same way. |
 * | `connection_failed` | no connection was made | yes | yes | The server has received nothing. |
 * | `connection_failed` | a kept-alive connection was dead | yes | yes | The server has received nothing. |
 * | `connection_failed` | a GET was sent | yes | yes | A GET has no effect. |
 * | `connection_failed` | a POST was sent | no | no | The server may have acted. |
 * | `connection_failed` | the response has begun | no | no | The server has acted. |
 * | `connection_failed` | the certificate is not trusted | no | no | Waiting does not help. |
 * | `connect_timeout`, `first_byte_timeout`, `idle_timeout`, `total_timeout` | no response in time | yes | no | The caller set the limit of the wait. |
 * | any other | no error response | no | no | The caller ended the call, the call is wrong, or the response has begun. |
 */

/** Statuses by which a server says that it did not begin. */
const NOT_BEGUN_STATUSES = new Set([408, 429, 502, 503, 504, 529]);

/** Codes that waiting does not help, whatever the status. */
const NEVER_RETRIED = new Set<ErrorCode>(['quota_exceeded', 'authentication', 'permission_denied', 'context_overflow']);

const RETRYABLE = new Set<ErrorCode>([
  'rate_limited',
  'overloaded',
  'model_loading',
  'model_crashed',
  'server_error',
  'connect_timeout',
  'first_byte_timeout',
  'idle_timeout',
  'total_timeout',
]);

/** Returns `retryable` of an error response or a timeout of that code. A failed connection has `isConnectionRetryable`. */
export function isRetryable(code: ErrorCode): boolean {
  return RETRYABLE.has(code);
}

/** The facts about a failed connection that tell whether the server can have acted. */
export interface ConnectionFailure {
  readonly method: string;
  /** True if no connection was made. */
  readonly neverConnected: boolean;
  /** True if the request went out on a kept-alive connection that was dead. */
  readonly deadKeepAlive: boolean;
  /** True if the certificate or the protocol of the server is not trusted. */
  readonly notTrusted: boolean;
  /** True if the response has begun. */
  readonly inBody: boolean;
}

/** Returns `retryable` of a `connection_failed`: true if the server has received nothing, or nothing that has an effect. */
export function isConnectionRetryable(failure: ConnectionFailure): boolean {
  if (failure.neverConnected || failure.deadKeepAlive) return true;
  return failure.method === 'GET' && !failure.inBody && !failure.notTrusted;
}

/** Returns whether the client sends a call again by itself after this error, as often as its `RetryPolicy` allows. */
export function isRetriedByClient(error: LmError): boolean {
  if (error.code === 'connection_failed') return error.retryable;
  if (!isApiError(error) || NEVER_RETRIED.has(error.code)) return false;
  return NOT_BEGUN_STATUSES.has(error.status) || (error.code === 'model_loading' && error.status >= 400);
}

/**
 * Returns whether the client requests the rest of a broken stream again after this error. Such a request has no effect. Unlike other calls,
 * it is worth it after a connection that broke or was not made in time.
 */
export function isResumeRetried(error: LmError): boolean {
  return isRetriedByClient(error) || error.code === 'connection_failed' || error.code === 'connect_timeout';
}
