import { isLmError } from './guards.js';
import { LmError } from './lm-error.js';

/** Any caught value as an `LmError`: ours as it is, the rest as `unexpected_response` with the value as its cause. */
export function toLmError(error: unknown, provider?: string): LmError {
  if (isLmError(error)) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new LmError(
    'unexpected_response',
    `Something unforeseen failed while the answer was handled (${name}); see "cause".`,
    {
      cause: error,
      provider,
    },
  );
}
