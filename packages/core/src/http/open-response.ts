import { apiErrorFromJson, showText, type ExchangeDetails } from '../errors/create-api-error.js';
import { carriesError } from '../errors/error-body.js';
import { describePage, looksLikeHtml } from '../errors/error-text.js';
import { LmError } from '../errors/lm-error.js';
import { displayUrl } from '../errors/redact.js';
import type { TransportResponse } from '../transport/transport.js';

/** A successful response whose status and headers have been received. */
export interface OpenResponse {
  readonly response: TransportResponse;
  readonly exchange: ExchangeDetails;
}

/** Parses a JSON response. Throws if it contains an error. The message does not quote the text, since it may contain user content. */
export function parseResponse(text: string, response: OpenResponse, isError = carriesError): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    const where = `${response.exchange.method} ${displayUrl(response.exchange.url)}`;
    const html = looksLikeHtml(text);
    const what = html
      ? describePage(text, (part) => showText(response.exchange, part))
      : text.trim() === ''
        ? 'an empty body'
        : 'a body that is not valid JSON';
    throw new LmError(
      html ? 'unexpected_response' : 'parse_error',
      `The server responded with ${what} (${where}). Check that "baseUrl" is the address of the API.`,
    );
  }
  if (isError(body)) throw apiErrorFromJson(response.exchange, body);
  return body;
}
