import { Refusal } from '../shared/http/refusal.js';
import { jsonErrorPlace } from '../shared/json/json-error.js';
import { isRecord } from '../shared/json/read-json.js';
import type { Exchange } from '../shared/server/exchange.js';

/** The request body as a JSON object, whatever its Content-Type says; or the refusal in the words of Go's decoder. */
export function readBody({ record }: Exchange): Record<string, unknown> {
  const { rawBody, body } = record;
  if (rawBody === '') throw badRequest('missing request body');
  if (isRecord(body)) return body;
  if (body === undefined) throw badRequest(syntaxError(rawBody));
  throw badRequest(`json: cannot unmarshal ${goType(body)} into Go value of type api.Request`);
}

/** The 400 of a body that cannot be read. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, { message, type: 'invalid_request_error', param: null, code: null });
}

/** A field that must be a string if it is there. */
export function readText(body: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw wrongType(field, value, 'string');
}

/** The refusal of a value of the wrong type. */
export function wrongType(field: string, value: unknown, expected: string): Refusal {
  return badRequest(
    `json: cannot unmarshal ${goType(value)} into Go struct field Request.${field} of type ${expected}`,
  );
}

function syntaxError(text: string): string {
  const place = jsonErrorPlace(text);
  if (place === undefined) return 'unexpected EOF';
  const sign = text.charAt(place.position);
  return `invalid character '${sign}' looking for beginning of ${place.inKey ? 'object key string' : 'value'}`;
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}
