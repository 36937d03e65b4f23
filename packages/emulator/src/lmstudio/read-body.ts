import { Refusal } from '../shared/http/refusal.js';
import { isRecord, tryParseJson } from '../shared/json/read-json.js';
import type { Exchange } from '../shared/server/exchange.js';

/**
 * Returns the request body as a JSON object. Refuses another Content-Type with 415 and a body that is not an object
 * with 400.
 */
export function readBody({ record: { headers, rawBody } }: Exchange): Record<string, unknown> {
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Unsupported media type: the Content-Type of the request must be application/json.');
  }
  const body = tryParseJson(rawBody);
  if (isRecord(body)) return body;
  throw new Refusal(400, {
    message: 'The request body is not a valid JSON object.',
    type: 'invalid_request',
    code: 'invalid_json',
  });
}
