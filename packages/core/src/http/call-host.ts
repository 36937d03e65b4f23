import type { LmError } from '../errors/lm-error.js';
import type { Logger } from '../logging/logger.js';
import type { CallScope } from '../signals/call-scope.js';
import type { HttpCall } from './http-call.js';
import type { CancellationRequests } from './cancellation-requests.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';
import type { RetryPolicy } from './retry-policy.js';

/**
 * The part of `JsonHttpClient` that a streamed call needs.
 *
 * @internal
 */
export interface CallHost {
  readonly logger: Logger;
  /** Sends cancellation requests to servers that continue canceled streams. */
  readonly cancellations: CancellationRequests;
  /** Creates the scope of a call. It must be closed with `closeScope`. */
  openScope(call: HttpCall): CallScope;
  closeScope(scope: CallScope): void;
  /** Starts the `total` timeout and acquires a slot of `maxConcurrent` within the `queue` timeout, unless the call is exempt. Returns the function that releases the slot. */
  begin(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts): (() => void) | Promise<() => void>;
  /** Returns the error of a call, with the provider and attempts filled in. The error of the scope takes precedence over the caught one. */
  failureOf(caught: unknown, scope: CallScope): LmError;
  /** Sends the request until a response is successful. Rejects when the retries are exhausted. */
  open(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts, accept: string): Promise<OpenResponse>;
  /** Sends the request once, apart from dead kept-alive connections. Rejects if the response is not successful. */
  attempt(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts, accept: string): Promise<OpenResponse>;
  /** Returns the policy that decides if and when the call is retried. */
  retryPolicyOf(call: HttpCall): RetryPolicy;
}
