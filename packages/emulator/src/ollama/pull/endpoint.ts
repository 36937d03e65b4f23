import { NdjsonWriter } from '../../shared/http/ndjson-writer.js';
import { pause } from '../../shared/signals/delay.js';
import { Refusal } from '../../shared/http/refusal.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { isModelName } from '../model-name.js';
import type { OllamaContext } from '../ollama-context.js';
import { badRequest, readBody, readText } from '../read-body.js';
import { sendReply } from '../send-reply.js';
import { encodeLayer, spread } from './layers.js';
import type { Pull } from './pull-center.js';

/** Milliseconds between two looks at the clock. */
const LOOK_EVERY_MS = 20;

/** POST /api/pull: lines of progress, layer by layer. Closing the connection cancels; the next pull goes on there. */
export function pullModel({ pulls }: OllamaContext): Endpoint {
  return async (exchange) => {
    const body = readBody(exchange);
    const name = readText(body, 'model') ?? readText(body, 'name') ?? '';
    if (!isModelName(name)) throw badRequest('invalid model name');
    exchange.notes.model = name;
    const { sink, signal } = exchange;
    const pull = pulls.join(name);
    // At the very moment: the clock may have moved on when this function gets to notice.
    const leave = (): void => pull.leave();
    signal.addEventListener('abort', leave, { once: true });
    const writer = new NdjsonWriter(sink);
    const silent = body['stream'] === false;
    const tell = (line: object): Promise<void> => (silent ? Promise.resolve() : writer.line(line));
    try {
      await tell({ status: 'pulling manifest' });
      const failed = await transfer(pull, tell, signal);
      if (silent && failed) throw new Refusal(500, pull.reason);
      if (!failed) {
        for (const status of ['verifying sha256 digest', 'writing manifest']) await tell({ status });
        pull.deliver();
      }
      if (silent) return await sendReply(sink, 200, { status: 'success' });
      // The error of a pull has a status of 200.
      await tell(failed ? { error: pull.reason } : { status: 'success' });
      await writer.end();
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  };
}

/** Tells the progress until everything is there; true when it failed before. */
async function transfer(pull: Pull, tell: (line: object) => Promise<void>, signal: AbortSignal): Promise<boolean> {
  const told = new Map<string, number>();
  for (;;) {
    const { status, downloadedBytes } = pull.state();
    if (status === 'failed' && downloadedBytes === 0) return true;
    for (const { layer, completed } of spread(pull.layers, downloadedBytes)) {
      const first = !told.has(layer.digest);
      if (!first && told.get(layer.digest) === completed) continue;
      told.set(layer.digest, completed);
      await tell(encodeLayer(layer, completed));
      // The next layer begins when this one is whole.
      if (completed < layer.totalBytes) break;
    }
    if (status === 'failed') return true;
    if (status === 'completed') return false;
    await pause(LOOK_EVERY_MS, signal);
  }
}
