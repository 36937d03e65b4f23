import { StreamError } from '../errors/stream-error.js';

/** The error of a whole answer, where a stream was asked for, that is larger than it may be. */
export function bodyTooLarge(): StreamError {
  return new StreamError('limit_exceeded', 'The answer is larger than maxBodyBytes allows; the connection was closed.');
}
