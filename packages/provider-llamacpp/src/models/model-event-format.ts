import { StreamError, type LmError } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import type { SseJsonFormat } from '@lmux/core/provider/streams';
import type { LlamaCppModelEvent } from './wire.js';

function isEvent(json: unknown): json is LlamaCppModelEvent {
  return isObject(json) && typeof json['event'] === 'string' && typeof json['model'] === 'string';
}

/** The event stream of `/models/sse`, which has no end of its own. */
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
      'The server answered with JSON where the events of its models were asked for. Check that baseUrl leads to llama-server.',
    );
  }

  isComplete(): boolean {
    return false;
  }

  /** A download that failed is reported by an event. */
  errorIn(json: unknown): LmError | null | undefined {
    return isEvent(json) ? null : undefined;
  }
}
