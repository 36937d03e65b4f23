import type { LmError } from '../errors/lm-error.js';
import type { Logger } from '../logging/logger.js';
import type { CallScope } from '../signals/call-scope.js';
import type { HttpCall } from './http-call.js';
import type { CancellationRequests } from './cancellation-requests.js';
import type { OpenResponse } from './open-response.js';
import type { ResolvedTimeouts } from './resolve-timeouts.js';
import type { RetryPolicy } from './retry-policy.js';

/**
 * The part of the client that a streamed call needs.
 *
 * @internal
 */
export interface CallHost {
  readonly logger: Logger;
  /** What servers are told of streams that were left. */
  readonly cancellations: CancellationRequests;
  /** What ends a call; to be given back by `closeScope`. */
  openScope(call: HttpCall): CallScope;
  closeScope(scope: CallScope): void;
  /** Starts the call's own clock and takes a place, for which it may have to wait, unless the call needs none; gives what frees it. */
  begin(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts): (() => void) | Promise<() => void>;
  /** The error of a call, with what it lacks: provider, attempts. What ended the call from outside goes first. */
  failureOf(caught: unknown, scope: CallScope): LmError;
  /** Sends until an answer is a success, or the retries give up. */
  open(call: HttpCall, scope: CallScope, timeouts: ResolvedTimeouts, accept: string): Promise<OpenResponse>;
  /** Sends once; rejects where the answer is no success. */
  attempt(
    call: HttpCall,
    scope: CallScope,
    timeouts: ResolvedTimeouts,
    accept: string,
    attempt: number,
  ): Promise<OpenResponse>;
  /** What decides whether the call is repeated. */
  retryPolicyOf(call: HttpCall): RetryPolicy;
}
