import type { Exchange } from './exchange.js';

/** Headers for every response to a page of any origin; none when CORS is off. */
export function corsHeaders(enabled: boolean): Record<string, string> {
  if (!enabled) return {};
  // Exposed, or a page could not read Retry-After and the like.
  return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' };
}

/** Whether this is a preflight to respond to here. With CORS off it is handled as an unknown route. */
export function isPreflight(enabled: boolean, method: string): boolean {
  return enabled && method === 'OPTIONS';
}

/** Allows what clients of the API send: JSON and a bearer token, from anywhere. */
export async function sendPreflight({ record, sink }: Exchange): Promise<void> {
  const requested = record.headers['access-control-request-headers'] ?? 'content-type, authorization';
  await sink.start({
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
      'Access-Control-Allow-Headers': requested,
      'Access-Control-Max-Age': '600',
      'Content-Length': '0',
    },
  });
  await sink.end();
}
