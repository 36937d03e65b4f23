import { Refusal } from '../../../shared/http/refusal.js';
import { sendJson } from '../../../shared/http/send-json.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import { idOf } from '../../../shared/server/router.js';
import type { NativeContext } from '../native-context.js';
import { encodeStatus } from './encode-job.js';

/** GET /api/v1/models/download/status/:job_id. */
export function downloadStatus({ downloads, nowMs }: NativeContext): Endpoint {
  return async (exchange) => {
    const id = idOf(exchange);
    const job = downloads.job(id);
    if (job === undefined) {
      throw new Refusal(404, { type: 'job_not_found', message: `Download job with id '${id}' not found` });
    }
    await sendJson(exchange.sink, 200, encodeStatus(job, nowMs()));
  };
}
