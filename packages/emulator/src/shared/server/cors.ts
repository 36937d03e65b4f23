import type { Exchange } from './exchange.js';

/** Returns the CORS headers of every response, or none if CORS is disabled. */
export function corsHeaders(enabled: boolean): Record<string, string> {
  if (!enabled) return {};
  // Headers must be exposed for a page to read Retry-After and others.
  return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': '*' };
}

/** Returns true for a preflight request. With CORS disabled, it is handled as an unknown route. */
export function isPreflight(enabled: boolean, method: string): boolean {
  return enabled && method === 'OPTIONS';
}

/** Responds to a preflight request. Allows any origin and the requested headers. */
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
