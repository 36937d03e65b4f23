import { createHash } from 'node:crypto';
import type { ResponseSink } from './response-sink.js';

/** The headers that Express sends with server-sent events. */
export const EXPRESS_STREAM_HEADERS = {
  'X-Powered-By': 'Express',
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache',
};

/** Returns the headers that Express sends with a JSON response. */
function jsonHeaders(body: Uint8Array): Record<string, string> {
  const digest = createHash('sha1').update(body).digest('base64').slice(0, 27);
  return {
    'X-Powered-By': 'Express',
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(body.length),
    ETag: `W/"${body.length.toString(16)}-${digest}"`,
  };
}

/** Sends `value` as JSON with the headers of Express, indented unless `compact` is true. */
export async function sendJson(
  sink: ResponseSink,
  status: number,
  value: unknown,
  options: { readonly compact?: boolean; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const body = Buffer.from(JSON.stringify(value, null, options.compact === true ? undefined : 2));
  await sink.start({ status, headers: { ...jsonHeaders(body), ...options.headers } });
  await sink.write(body);
  await sink.end();
}
