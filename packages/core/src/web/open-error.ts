import { LmError } from '../errors/lm-error.js';
import { readObject, readText } from '../json/read-json.js';

/** Returns the error of a request or a read that failed without a response of the server. */
export function openError(cause: unknown): LmError {
  const name = readText(readObject(cause)['name']) ?? typeof cause;
  // The errors of signals. A reason of the application's own cannot be told from a failure.
  if (name === 'AbortError' || name === 'TimeoutError')
    return new LmError('aborted', `The caller aborted the request (${name}). The reason is in "cause".`, { cause });
  return new LmError(
    'connection_failed',
    `The connection to the server failed or was lost (${name}). The cause is in "cause". Check that the server runs, and that the page may read its responses (CORS).`,
    { cause },
  );
}
