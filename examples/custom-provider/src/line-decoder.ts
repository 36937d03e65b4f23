import { StreamError } from '@lmux/core/provider';
import { carriesError, ValueDecoder, type ResponseContext } from '@lmux/core/provider/streams';
import type { AcmeLine } from './wire.ts';

/** Decodes bytes to lines of JSON. The network may split them anywhere. */
export class LineDecoder extends ValueDecoder<AcmeLine> {
  // One decoder for the entire response, since it keeps the incomplete character at the end of a read.
  readonly #text = new TextDecoder();
  readonly #context: ResponseContext;
  #rest = '';

  constructor(emit: (line: AcmeLine) => void, context: ResponseContext) {
    super(emit);
    this.#context = context;
  }

  push(bytes: Uint8Array): void {
    const lines = (this.#rest + this.#text.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    if (this.#rest.length > this.#context.limits.maxEventBytes) {
      throw new StreamError(
        'limit_exceeded',
        'A line of the response is longer than "limits.maxEventBytes". Increase the limit.',
      );
    }
  }

  end(): void {
    this.#line(this.#rest + this.#text.decode());
    if (!this.done)
      throw new StreamError('stream_truncated', 'The response ended before its last line. Retry the request.');
  }

  #line(line: string): void {
    if (this.done || line.trim() === '') return;
    let json: AcmeLine;
    try {
      json = JSON.parse(line);
    } catch {
      throw new StreamError('parse_error', 'A line of the response is not valid JSON. Check "baseUrl".');
    }
    if (carriesError(json)) throw this.#context.apiError(json);
    this.emit(json);
    if (json.end !== undefined) this.done = true;
  }
}
