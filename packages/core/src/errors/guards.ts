import type { ApiError } from './api-error.js';
import type { CapabilityError } from './capability-error.js';
import type { ErrorCode } from './error-code.js';
import { ERROR_BRAND, LmError, type ErrorKind } from './lm-error.js';
import type { StreamError } from './stream-error.js';

function kindOf(value: unknown): ErrorKind | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as { [ERROR_BRAND]?: ErrorKind })[ERROR_BRAND];
}

/** Whether it is an error of lmux, of any copy of the package; with a code: of that code. */
export function isLmError<Code extends ErrorCode = ErrorCode>(
  value: unknown,
  code?: Code,
): value is LmError & { readonly code: Code } {
  return kindOf(value) !== undefined && (code === undefined || (value as LmError).code === code);
}

/** Whether it is an answer of the server that refused or failed. */
export function isApiError(value: unknown): value is ApiError {
  return kindOf(value) === 'api';
}

/** Whether it says that no route can do what was asked. */
export function isCapabilityError(value: unknown): value is CapabilityError {
  return kindOf(value) === 'capability';
}

/** Whether it is a stream that broke by itself. */
export function isStreamError(value: unknown): value is StreamError {
  return kindOf(value) === 'stream';
}

/** Returns any caught value as an `LmError`: ours as it is, the rest as `unexpected_response` with the value as its cause. */
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
