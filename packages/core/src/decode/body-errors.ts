import { looksLikeHtml } from '../errors/error-body.js';
import { StreamError } from '../errors/stream-error.js';

/** The error of a whole answer, where a stream was asked for, that is larger than it may be. */
export function bodyTooLarge(): StreamError {
  return new StreamError('limit_exceeded', 'The answer is larger than maxBodyBytes allows; the connection was closed.');
}

/** The error of an answer that is a page, or something else, where a stream was asked for. */
export function unexpectedStream(body: string, kind = 'event stream'): StreamError {
  const what = looksLikeHtml(body) ? 'an HTML page' : `something that is no ${kind}`;
  return new StreamError(
    'unexpected_response',
    `The server answered with ${what} where a stream was asked for. Check that baseUrl leads to the API.`,
  );
}
