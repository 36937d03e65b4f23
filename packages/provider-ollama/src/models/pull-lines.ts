import { StreamError, type IncomingJson } from '@lmux/core/provider';
import type { NdjsonFormat } from '@lmux/core/provider/streams';
import { isObject } from '../server/native-api.js';
import type { OllamaPullProgress } from './wire.js';

/** The stream of `/api/pull`: lines up to `success`. */
export class PullLines implements NdjsonFormat {
  readonly #emit: (line: OllamaPullProgress) => void;
  #done = false;

  constructor(emit: (line: OllamaPullProgress) => void) {
    this.#emit = emit;
  }

  line(json: IncomingJson): void {
    if (!isObject(json) || typeof json['status'] !== 'string') {
      throw new StreamError(
        'unexpected_response',
        'A line of the stream is JSON, but none of a download of Ollama. Check that baseUrl leads to Ollama.',
      );
    }
    this.#done = json['status'] === 'success';
    this.#emit(json as unknown as OllamaPullProgress);
  }

  isComplete(): boolean {
    return this.#done;
  }
}
