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

/** Passes events on to whoever listens at the moment. */
export class ModelFeed {
  readonly #listeners = new Set<(event: ModelEvent) => void>();

  send(event: ModelEvent): void {
    for (const listen of this.#listeners) listen(event);
  }

  /** Listens until the function that it gives is called. */
  subscribe(listen: (event: ModelEvent) => void): () => void {
    this.#listeners.add(listen);
    return () => this.#listeners.delete(listen);
  }
}
