import { sendJson } from '../shared/http/send-json.js';
import type { Endpoint } from '../shared/server/exchange.js';

/** 200 with an error in the body, except under /api/v1: clients that trust the status get this wrong. */
export function unknownRoute(nativeApi: boolean): Endpoint {
  return async ({ record, sink }) => {
    // Before 0.4 there was no /api/v1, so that everything under it was an unknown route like any other.
    const status = nativeApi && record.path.startsWith('/api/v1/') ? 404 : 200;
    const error = `Unexpected endpoint or method. (${record.method} ${record.path})`;
    await sendJson(sink, status, { error }, { compact: true });
  };
}
