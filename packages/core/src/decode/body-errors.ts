import { describePage, looksLikeHtml } from '../errors/error-text.js';
import { StreamError } from '../errors/stream-error.js';
import type { ResponseContext } from './body-decoder.js';

/** Returns the message for a response body that exceeds the limit. */
export function bodyTooLargeMessage(maxBytes: number): string {
  return `The response body exceeds "limits.maxBodyBytes" (${maxBytes} bytes), so the connection was closed. Increase the limit if you expect responses of this size.`;
}

/** Creates the error for a response that is not a stream and exceeds the limit. */
export function bodyTooLarge(maxBytes: number): StreamError {
  return new StreamError('limit_exceeded', bodyTooLargeMessage(maxBytes));
}

/** Creates the error for a stream that exceeds the limit. */
export function streamTooLarge(maxBytes: number): StreamError {
  return new StreamError(
    'limit_exceeded',
    `The stream exceeds "limits.maxStreamBytes" (${maxBytes} bytes), so the connection was closed. The partial response is in "partial". Increase the limit if you expect streams of this size.`,
  );
}

/** Creates the error for a stream that ends early, for streams that can be resumed. */
export function streamEndedEarly(): StreamError {
  return new StreamError(
    'stream_truncated',
    'The stream ended before the response was complete. The partial response is in "partial". Retry the request.',
  );
}

/** Creates the error for a response that is an HTML page or other text instead of a stream. */
export function unexpectedStream(
  body: string,
  { showText }: Pick<ResponseContext, 'showText'>,
  expected = 'an event stream',
): StreamError {
  const received = looksLikeHtml(body) ? describePage(body, showText) : 'text';
  return new StreamError(
    'unexpected_response',
    `The server responded with ${received} instead of ${expected}. Check that "baseUrl" is the address of the API.`,
  );
}
