import { pauseForever } from '../../shared/signals/delay.js';
import { SseWriter } from '../../shared/http/sse-writer.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import type { LlamaContext } from '../llama-context.js';
import { STREAM_HEADERS } from '../send-reply.js';

/** GET /models/sse: what happens to all models from now on, until the client leaves. */
export function watchModels({ feed }: LlamaContext): Endpoint {
  return async ({ sink, signal }) => {
    const writer = new SseWriter(sink, STREAM_HEADERS);
    // Whether anybody is there to read shows in `signal`; what happens to models does not wait for that.
    const unsubscribe = feed.subscribe((event) => void writer.data(event).catch(() => undefined));
    try {
      await writer.open();
      await pauseForever(signal);
    } finally {
      unsubscribe();
    }
  };
}
