import { LmError } from './lm-error.js';

/** Returns the error of a call that the caller's signal ended. */
export function abortedError(signal: AbortSignal | undefined): LmError {
  return new LmError('aborted', 'The caller aborted the call. The reason is in "cause".', { cause: signal?.reason });
}
