import { Refusal } from '../shared/http/refusal.js';
import { jsonErrorPlace } from '../shared/json/json-error.js';
import { isRecord } from '../shared/json/read-json.js';
import type { Exchange } from '../shared/server/exchange.js';

/**
 * Returns the request body as a JSON object and ignores its Content-Type. Refuses invalid JSON with the message of Go's
 * decoder.
 */
export function readBody({ record }: Exchange): Record<string, unknown> {
  const { rawBody, body } = record;
  if (rawBody === '') throw badRequest('missing request body');
  if (isRecord(body)) return body;
  if (body === undefined) throw badRequest(syntaxError(rawBody));
  throw badRequest(`json: cannot unmarshal ${goType(body)} into Go value of type api.Request`);
}

/** Returns the 400 for an invalid body. */
export function badRequest(message: string): Refusal {
  return new Refusal(400, { message, type: 'invalid_request_error', param: null, code: null });
}

/** Reads a field that must be a string if it is present. */
export function readText(body: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
  throw wrongType(field, value, 'string');
}

/** Returns the error for a value of the wrong type. */
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
