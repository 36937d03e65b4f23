import { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import { Refusal } from '../../shared/http/refusal.js';
import { sendCompactJson } from '../../shared/http/send-text.js';
import { POLL_MS } from '../../shared/models/download-job.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { delay } from '../../shared/signals/delay.js';
import { isModelName } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { badRequest, readBody, readText } from '../read-body.js';
import { encodeLayer, spread } from './layers.js';
import type { Pull } from './pull-center.js';

/**
 * POST /api/pull: streams the progress, layer by layer. Closing the connection cancels the pull, and the next pull
 * resumes it.
 */
export function pullModel({ pulls }: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? readText(body, 'name') ?? '';
    if (!isModelName(name)) throw badRequest('invalid model name');
    exchange.notes.model = name;
    const { sink, signal } = exchange;
    const pull = pulls.join(name);
    // Released in the abort event itself. Later in this function, `nowMs` may already have advanced.
    const release = (): void => pull.release();
    signal.addEventListener('abort', release, { once: true });
    const writer = new NdjsonWriter(sink);
    const streamed = body['stream'] !== false;
    const send = (line: object): Promise<void> => (streamed ? writer.line(line) : Promise.resolve());
    try {
      await send({ status: 'pulling manifest' });
      const failed = await transfer(pull, send, signal);
      if (!streamed && failed) throw new Refusal(500, pull.reason);
      if (!failed) {
        for (const status of ['verifying sha256 digest', 'writing manifest']) await send({ status });
        pull.deliver();
      }
      if (!streamed) return await sendCompactJson(sink, 200, { status: 'success' });
      // An error during a pull is sent with status 200.
      await send(failed ? { error: pull.reason } : { status: 'success' });
      await writer.end();
    } finally {
      signal.removeEventListener('abort', release);
      release();
    }
  };
}

/** Sends the progress until the download is complete. Returns true if it failed. */
async function transfer(pull: Pull, send: (line: object) => Promise<void>, signal: AbortSignal): Promise<boolean> {
  const reported = new Map<string, number>();
  for (;;) {
    const { status, downloadedBytes } = pull.state();
    if (status === 'failed' && downloadedBytes === 0) return true;
    for (const { layer, completed } of spread(pull.layers, downloadedBytes)) {
      const first = !reported.has(layer.digest);
      if (!first && reported.get(layer.digest) === completed) continue;
      reported.set(layer.digest, completed);
      await send(encodeLayer(layer, completed));
      // The next layer starts when this one is complete.
      if (completed < layer.totalBytes) break;
    }
    if (status === 'failed') return true;
    if (status === 'completed') return false;
    await delay(POLL_MS, signal);
  }
}
