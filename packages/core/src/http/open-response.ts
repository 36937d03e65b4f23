import { apiErrorFromJson, type ExchangeDetails } from '../errors/create-api-error.js';
import { carriesError, looksLikeHtml } from '../errors/error-body.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { TransportResponse } from '../transport/transport.js';

/** A response whose status and headers have come, and whose status is a success. */
export interface OpenResponse {
  readonly response: TransportResponse;
  readonly exchange: ExchangeDetails;
}

/** Parses a JSON response. Throws if it carries an error. The text itself stays out of the error: it may hold what people wrote. */
export function parseResponse(text: string, response: OpenResponse, isError = carriesError): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const where = `${response.exchange.method} ${displayUrl(response.exchange.url)}`;
    const html = looksLikeHtml(text);
    const what = html ? 'an HTML page' : text.trim() === '' ? 'an empty body' : 'something that is not JSON';
    throw new LmError(
      html ? 'unexpected_response' : 'parse_error',
      `The server answered with ${what} (${where}). Check that baseUrl leads to the API.`,
    );
  }
  if (isError(body)) throw apiErrorFromJson(response.exchange, body);
  return body;
}
