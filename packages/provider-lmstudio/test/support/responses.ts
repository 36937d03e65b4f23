import type { ConformanceResponse } from '@lmux/core/testing';

/** A response with the values that the suite expects. */
export type PlainResponse = Omit<ConformanceResponse, 'expect'>;

/** Returns JSON as LM Studio sends it: indented. */
export function pretty(json: object, status = 200): PlainResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(json, null, 2) };
}

/** Returns an event stream with these bytes. */
export function events(...bytes: string[]): PlainResponse {
  return { headers: { 'content-type': 'text/event-stream' }, body: bytes.join('') };
}
