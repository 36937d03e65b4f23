import type { ErrorCode } from './error-code.js';
import { isApiError } from './guards.js';
import type { LmError } from './lm-error.js';

/**
 * Two properties of a failed call:
 *
 * - `retryable`: the same call may succeed later. Every error has this property, as advice to the caller.
 * - retried: the client retries the call automatically. This also requires that the server has not acted on the failed attempt.
 *
 * The first matching row applies. `npm run docs` copies the table into docs/guide/reliability.md, and test/retry-table.test.ts compares it with
 * the code.
 *
 * | code | status or cause | `retryable` | retried | why |
 * | `quota_exceeded`, `authentication`, `permission_denied`, `context_overflow` | any status | no | no | Retrying does not help. |
 * | `rate_limited` | the request is larger than the limit | no | no | Waiting does not help. |
 * | `rate_limited`, `overloaded`, `model_loading`, `model_crashed`, `server_error` | 408, 425, 429, 498, 502, 503, 504, 521, 522, 523, 525, 529, 530 | yes | yes | The server did not start to process the request. |
 * | `model_loading` | any other status from 400 | yes | yes | The server starts to process the request only when the model is loaded. |
 * | `rate_limited`, `overloaded`, `model_loading`, `model_crashed`, `server_error` | any other status | yes | no | The server may have acted on the request, or the response has begun. |
 * | any other | 408, 425, 429, 498, 502, 503, 504, 521, 522, 523, 525, 529, 530 | no | yes | According to the status, the server did not start to process the request. |
 * | any other | any other status | no | no | The same call would fail in the same way. |
 * | `connection_failed` | no connection was made | yes | yes | The server received nothing. |
 * | `connection_failed` | a kept-alive connection was dead | yes | yes | The server received nothing. |
 * | `connection_failed` | a GET was sent | yes | yes | A GET request has no side effects. |
 * | `connection_failed` | a POST was sent | no | no | The server may have acted on the request. |
 * | `connection_failed` | the response has begun | no | no | The server has acted on the request. |
 * | `connection_failed` | the certificate is not trusted | no | no | Retrying does not help. |
 * | `connection_failed` | an https page called an http server | no | no | Browsers block such requests. |
 * | `queue_timeout` | no turn in time | yes | no | Nothing was sent. A retry would exceed the time that the caller allowed. |
 * | `connect_timeout`, `first_byte_timeout`, `idle_timeout`, `total_timeout` | no response in time | yes | no | A retry would exceed the time that the caller allowed. |
 * | any other | no error response | no | no | The caller aborted the call, the call is invalid, or the response has begun. |
 */

/**
 * Statuses that mean that the server did not start to process the request. 425: RFC 8470. 498: Groq has no capacity left for the tier `flex`
 * (https://console.groq.com/docs/errors). 521 to 523, 525 (no TLS connection) and 530 (no address, or its tunnel is down): Cloudflare did not reach the
 * server (https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/). With its 520 and 524, the server may
 * have acted on the request. Its 526, a certificate that is not valid, remains.
 */
const NOT_BEGUN_STATUSES = new Set([408, 425, 429, 498, 502, 503, 504, 521, 522, 523, 525, 529, 530]);

/** The decisions of servers about single errors. */
const DECISIONS = new WeakMap<LmError, boolean>();

/**
 * Keeps what a server says about a retry in the header `x-should-retry`, as the SDKs of OpenAI and Anthropic do (openai/openai-node
 * src/client.ts). It decides in place of the status, but not against a code for which retrying does not help.
 */
export function keepServerDecision(error: LmError, shouldRetry: string | undefined): void {
  if (shouldRetry === 'true' || shouldRetry === 'false') DECISIONS.set(error, shouldRetry === 'true');
}

/** Codes for which retrying does not help, whatever the status. */
const NEVER_RETRIED = new Set<ErrorCode>(['quota_exceeded', 'authentication', 'permission_denied', 'context_overflow']);

const RETRYABLE = new Set<ErrorCode>([
  'rate_limited',
  'overloaded',
  'model_loading',
  'model_crashed',
  'server_error',
  'queue_timeout',
  'connect_timeout',
  'first_byte_timeout',
  'idle_timeout',
  'total_timeout',
]);

/** Returns `retryable` for an error response or a timeout with this code. For a failed connection, use `isConnectionRetryable`. */
export function isRetryable(code: ErrorCode, shouldRetry?: string): boolean {
  if (shouldRetry === 'false' || NEVER_RETRIED.has(code)) return false;
  return shouldRetry === 'true' || RETRYABLE.has(code);
}

/** The facts about a failed connection that determine if the server can have acted on the request. */
export interface ConnectionFailure {
  readonly method: string;
  /** True if no connection was made. */
  readonly neverConnected: boolean;
  /** True if the request was sent on a kept-alive connection that was dead. */
  readonly deadKeepAlive: boolean;
  /** True if the certificate or the protocol of the server is not trusted, or a browser blocks the request because it is not encrypted. */
  readonly notTrusted: boolean;
  /** True if the response has begun. */
  readonly inBody: boolean;
}

/** Returns `retryable` for a `connection_failed`: true if the server received nothing, or only a request without side effects. */
export function isConnectionRetryable(failure: ConnectionFailure): boolean {
  if (failure.neverConnected || failure.deadKeepAlive) return true;
  return failure.method === 'GET' && !failure.inBody && !failure.notTrusted;
}

/** Returns true if the client retries a call automatically after this error, as often as its `RetryPolicy` allows. */
export function isRetriedByClient(error: LmError): boolean {
  if (error.code === 'connection_failed') return error.retryable;
  if (!isApiError(error) || NEVER_RETRIED.has(error.code)) return false;
  // The request is larger than the limit.
  if (error.code === 'rate_limited' && !error.retryable) return false;
  const decision = DECISIONS.get(error);
  if (decision !== undefined) return decision;
  return NOT_BEGUN_STATUSES.has(error.status) || (error.code === 'model_loading' && error.status >= 400);
}

/**
 * Returns true if the client retries the request for the rest of a stream after this error. This request has no side effects, so it is also
 * retried after any failed connection and after a connect timeout.
 */
export function isResumeRetried(error: LmError): boolean {
  return isRetriedByClient(error) || error.code === 'connection_failed' || error.code === 'connect_timeout';
}
