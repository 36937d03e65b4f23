import { StreamError } from '../errors/stream-error.js';
import { looksLikeHtml } from './error-body.js';

/** The error of an answer that is a page, or something else, where a stream was asked for. */
export function unexpectedStream(body: string, kind = 'event stream'): StreamError {
  const what = looksLikeHtml(body) ? 'an HTML page' : `something that is no ${kind}`;
  return new StreamError(
    'unexpected_response',
    `The server answered with ${what} where a stream was asked for. Check that baseUrl leads to the API.`,
  );
}
