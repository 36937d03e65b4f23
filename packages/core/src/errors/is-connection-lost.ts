import type { ErrorCode } from './error-code.js';
import type { LmError } from './lm-error.js';

const LOST: ReadonlySet<ErrorCode> = new Set(['connection_failed', 'idle_timeout', 'total_timeout']);

/** Returns true if an error means that the rest of a response did not arrive. It does not affect a response that is already complete. */
export function isConnectionLost({ code }: LmError): boolean {
  return LOST.has(code);
}
