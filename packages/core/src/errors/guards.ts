import { cleanCause, isParserError } from './clean-cause.js';
import type { ApiError } from './api-error.js';
import type { CapabilityError } from './capability-error.js';
import type { ErrorCode } from './error-code.js';
import { ERROR_BRAND, LmError, type ErrorKind } from './lm-error.js';
import type { ObjectError } from './object-error.js';
import type { StreamError } from './stream-error.js';

function kindOf(value: unknown): ErrorKind | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as { [ERROR_BRAND]?: ErrorKind })[ERROR_BRAND];
}

/** Returns true if the value is an error of lmux, from any copy of the package. With a code, the error must have that code. */
export function isLmError<Code extends ErrorCode = ErrorCode>(
  value: unknown,
  code?: Code,
): value is LmError & { readonly code: Code } {
  return kindOf(value) !== undefined && (code === undefined || (value as LmError).code === code);
}

/** Returns true if the value is an error that a server reported. */
export function isApiError(value: unknown): value is ApiError {
  return kindOf(value) === 'api';
}

/** Returns true if the value is the error of a request that no route supports. */
export function isCapabilityError(value: unknown): value is CapabilityError {
  return kindOf(value) === 'capability';
}

/** Returns true if the value is the error of a stream that failed. */
export function isStreamError(value: unknown): value is StreamError {
  return kindOf(value) === 'stream';
}

/** Returns true if the value is the error of a text that is not the requested object. */
export function isObjectError(value: unknown): value is ObjectError {
  return kindOf(value) === 'object';
}

/**
 * Returns any caught value as an `LmError`. An `LmError` is returned unchanged, any other value becomes the cause of an `unexpected_response`,
 * except that the error of a JSON parser is replaced by one that does not quote its input.
 */
export function toLmError(error: unknown, provider?: string): LmError {
  if (isLmError(error)) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new LmError(
    'unexpected_response',
    `An unexpected error occurred while the response was being processed (${name}). The error is in "cause".`,
    {
      cause: isParserError(error) ? cleanCause(error) : error,
      provider,
    },
  );
}
