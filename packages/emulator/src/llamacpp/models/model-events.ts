import { SseWriter } from '../../shared/http/sse-writer.js';
import type { Endpoint } from '../../shared/server/exchange.js';
import { untilAborted } from '../../shared/signals/delay.js';
import { STREAM_HEADERS } from '../send-reply.js';

/** One event of GET /models/sse. `data` is omitted for events without details. */
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

/** Sends events to all subscribers. */
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

/** Maximum number of events that wait for a client that does not read. Then its connection is closed. */
const MAX_QUEUED = 1000;

/** GET /models/sse: streams the events of all models from now on, until the client disconnects. */
export function streamModelEvents(events: ModelEvents): Endpoint {
  return async ({ sink, signal }) => {
    const writer = new SseWriter(sink, STREAM_HEADERS);
    // Model operations do not wait for a slow or closed client. A disconnect is detected by `signal`.
    let queued = 0;
    const overflow = new AbortController();
    const unsubscribe = events.subscribe((event) => {
      queued += 1;
      if (queued > MAX_QUEUED) overflow.abort(new Error('The client does not read the events.'));
      const sent = (): void => {
        queued -= 1;
      };
      writer.data(event).then(sent, sent);
    });
    try {
      await writer.open();
      await untilAborted(AbortSignal.any([signal, overflow.signal]));
    } finally {
      unsubscribe();
    }
  };
}
