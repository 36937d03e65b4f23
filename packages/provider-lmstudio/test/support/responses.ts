import type { ConformanceResponse } from '@lmux/core/testing';

/** An answer that says what the suite expects. */
export type PlainResponse = Omit<ConformanceResponse, 'expect'>;

/** JSON as LM Studio writes it: over several lines. */
export function pretty(json: object, status = 200): PlainResponse {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers, body: JSON.stringify(json, null, 2) };
}

/** An event stream of these bytes. */
export function events(...bytes: string[]): PlainResponse {
  return { headers: { 'content-type': 'text/event-stream' }, body: bytes.join('') };
}
