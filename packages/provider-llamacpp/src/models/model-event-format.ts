import { StreamError, type LmError } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import type { SseJsonFormat } from '@lmux/core/provider/streams';
import type { LlamaCppModelEvent } from './wire.js';

function isEvent(json: unknown): json is LlamaCppModelEvent {
  return isObject(json) && typeof json['event'] === 'string' && typeof json['model'] === 'string';
}

/** Decodes the event stream of `/models/sse`, which does not end by itself. */
export class ModelEventFormat implements SseJsonFormat {
  readonly #emit: (event: LlamaCppModelEvent) => void;

  constructor(emit: (event: LlamaCppModelEvent) => void) {
    this.#emit = emit;
  }

  event(json: unknown): false | void {
    if (!isEvent(json)) return false;
    this.#emit(json);
  }

  response(): void {
    throw new StreamError(
      'unexpected_response',
      'The server responded with JSON instead of an event stream (GET /models/sse). Check that "baseUrl" is the address of a llama-server.',
    );
  }

  isComplete(): boolean {
    return false;
  }

  /** Returns null for an event, since an event about a failed download is not an error of the stream. */
  errorIn(json: unknown): LmError | null | undefined {
    return isEvent(json) ? null : undefined;
  }
}
