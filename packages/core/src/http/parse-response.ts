import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import { apiErrorFromJson } from '../errors/create-api-error.js';
import { carriesError, looksLikeHtml } from '../errors/error-body.js';
import type { OpenResponse } from './open-response.js';

/** Parses a JSON answer; a success that carries an error is one. The text itself stays out of the error: it may hold what people wrote. */
export function parseResponse(text: string, answer: OpenResponse, isError = carriesError): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const where = `${answer.exchange.method} ${displayUrl(answer.exchange.url)}`;
    const html = looksLikeHtml(text);
    const what = html ? 'an HTML page' : text.trim() === '' ? 'an empty body' : 'something that is not JSON';
    throw new LmError(
      html ? 'unexpected_response' : 'parse_error',
      `The server answered with ${what} (${where}). Check that baseUrl leads to the API.`,
    );
  }
  if (isError(body)) throw apiErrorFromJson(answer.exchange, body);
  return body;
}
