import { sendJson } from '../../../shared/http/send-json.js';
import { jsonBody } from '../../../shared/server/exchange.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import { optional, readShape, required } from '../strict/read-shape.js';
import { text } from '../strict/readers.js';
import { encodeStart } from './encode-job.js';
import { readDownloadName } from './read-download-name.js';

const BODY = { model: required(text), quantization: optional(text) };

/** POST /api/v1/models/download. A model that is there has no job, and so no job id. */
export function downloadModel({ downloads, nowMs }: NativeContext): Endpoint {
  return async (exchange) => {
    const { model, quantization } = readShape(jsonBody(exchange), BODY);
    const job = downloads.start(readDownloadName(model, quantization), quantization);
    const reply = job === undefined ? { status: 'already_downloaded' } : encodeStart(job, nowMs());
    await sendJson(exchange.sink, 200, reply);
  };
}
