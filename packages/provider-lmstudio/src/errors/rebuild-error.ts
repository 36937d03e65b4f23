import { ApiError, isApiError, isStreamError, LmError, StreamError, type ErrorCode } from '@lmux/core/provider';

/** The properties to change. The rest of the error is kept. */
export interface ErrorChange {
  readonly code?: ErrorCode | undefined;
  readonly message?: string | undefined;
}

/**
 * Returns a new error of the same class with another code or message. The error is not changed in place, because its stack contains the
 * original message.
 */
export function rebuildError(error: LmError, { code = error.code, message = error.message }: ErrorChange): LmError {
  const { provider, retryable, cause, attempts, timeout, partial } = error;
  const init = { provider, retryable, cause, attempts, timeout, partial };
  if (isStreamError(error)) return new StreamError(code, message, init);
  if (!isApiError(error)) return new LmError(code, message, init);
  const { status, serverCode, serverType, param, requestId, retryAfterMs, rawBody } = error;
  return new ApiError(code, message, {
    ...init,
    status,
    serverCode,
    serverType,
    param,
    requestId,
    retryAfterMs,
    rawBody,
  });
}
