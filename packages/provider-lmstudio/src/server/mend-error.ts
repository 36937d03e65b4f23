import { isApiError, type LmError } from '@lmux/core/provider';
import { rebuildError } from './rebuild-error.js';

/** The beginning of a token with asterisks behind it: so LM Studio quotes a token that it does not like. */
const ECHOED_TOKEN = /[^\s"'`(,:*]{1,64}\*{2,}/g;

/** What the server's error says between the lines: an error with the right code, and without any piece of a token. */
export function mendError(error: LmError): LmError {
  if (!isApiError(error)) return error;
  if (error.code === 'authentication') {
    return rebuildError(error, {
      message: error.message.replaceAll(ECHOED_TOKEN, '***'),
      rawBody: error.rawBody?.replaceAll(ECHOED_TOKEN, '***'),
    });
  }
  // An id that it does not keep is "a bad value" of this field to it, whatever the sentence is.
  const lost =
    error.code === 'invalid_request' && error.param === 'previous_response_id' && error.serverCode === 'invalid_value';
  return lost ? rebuildError(error, { code: 'response_not_found' }) : error;
}
