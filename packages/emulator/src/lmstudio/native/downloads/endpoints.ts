import { Refusal } from '../../../shared/http/refusal.js';
import { sendJson } from '../../../shared/http/send-json.js';
import type { Endpoint } from '../../../shared/server/exchange.js';
import { idOf } from '../../../shared/server/router.js';
import { readBody } from '../../read-body.js';
import type { NativeContext } from '../native-context.js';
import { invalidRequest, optional, readShape, required } from '../strict/read-shape.js';
import { text } from '../strict/readers.js';
import { encodeStart, encodeStatus } from './encode-job.js';

const BODY = { model: required(text), quantization: optional(text) };

const HUGGING_FACE = /^https:\/\/huggingface\.co\/(?<key>[\w.-]+\/[\w.-]+)\/?$/;

/** `name` or `publisher/name` in lowercase letters, digits and hyphens. Version numbers may contain dots. */
const CATALOG_ID = /^[a-z0-9][a-z0-9.-]*(?:\/[a-z0-9][a-z0-9.-]*)?$/;

/** POST /api/v1/models/download. A model that is already downloaded has no job and therefore no job id. */
export function downloadModel({ downloads, nowMs }: NativeContext): Endpoint {
  return async (exchange) => {
    const { model, quantization } = readShape(readBody(exchange), BODY);
    const job = downloads.start(readDownloadName(model, quantization), quantization);
    const reply = job === undefined ? { status: 'already_downloaded' } : encodeStart(job, nowMs());
    await sendJson(exchange.sink, 200, reply);
  };
}

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

/** Returns the key of the model to download, from a catalog id or a Hugging Face URL. */
function readDownloadName(name: string, quantization: string | undefined): string {
  const key = HUGGING_FACE.exec(name)?.groups?.['key'];
  if (key !== undefined) return key.toLowerCase();
  if (!CATALOG_ID.test(name)) {
    throw invalidRequest('invalid_value', 'model', `Invalid model name "${name}": it must be in kebab-case`);
  }
  if (quantization === undefined) return name;
  const message = 'Choosing a quantization of a model from the LM Studio catalog is not possible yet.';
  throw new Refusal(400, { type: 'not_implemented', message });
}
