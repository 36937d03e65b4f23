import { SseWriter } from '../../shared/http/sse-writer.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { untilAborted } from '../../shared/signals/delay.js';
import { STREAM_HEADERS } from '../send-reply.js';

/** One event of GET /models/sse; `data` is left out where there is nothing to say. */
interface ModelEvent {
  readonly model: string;
  readonly event:
    | 'model_status'
    | 'status_change'
    | 'download_progress'
    | 'download_finished'
    | 'download_failed'
    | 'model_remove'
    | 'models_reload';
  readonly data?: object;
}

/** Passes events on to everyone who has subscribed. */
export class ModelEvents {
  readonly #listeners = new Set<(event: ModelEvent) => void>();

  send(event: ModelEvent): void {
    for (const listen of this.#listeners) listen(event);
  }

  /** Returns a function that ends the subscription. */
  subscribe(listen: (event: ModelEvent) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }
}

/** GET /models/sse: what happens to all models from now on, until the client disconnects. */
export function streamModelEvents(events: ModelEvents): Endpoint {
  return async ({ sink, signal }) => {
    const writer = new SseWriter(sink, STREAM_HEADERS);
    // Whether anybody is there to read shows in `signal`; what happens to models does not wait for that.
    const unsubscribe = events.subscribe((event) => void writer.data(event).catch(() => undefined));
    try {
      await writer.open();
      await untilAborted(signal);
    } finally {
      unsubscribe();
    }
  };
}
