import { ApiError, isApiError, isStreamError, LmError, StreamError, type ErrorCode } from '@lmux/core/provider';

/** What changes; the rest of the error stays. */
export interface ErrorChange {
  readonly code?: ErrorCode | undefined;
  readonly message?: string | undefined;
}

/** The same error with another code or sentence, as one of the same class: the stack of an error repeats its first sentence. */
export function rebuildError(error: LmError, { code = error.code, message = error.message }: ErrorChange): LmError {
  const { provider, retryable, cause, attempts, partial } = error;
  const init = { provider, retryable, cause, attempts, partial };
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
