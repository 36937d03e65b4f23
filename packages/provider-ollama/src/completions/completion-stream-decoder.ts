import { readBoolean, readString } from '@lmux/core/provider/json';
import { CompletionEventWriter, WriterDecoder, type CompletionEventWriterOptions } from '@lmux/core/provider/streams';
import { learnFacts } from '../decode/decode-stats.js';
import type { LineDecoder } from '../decode/line-format.js';
import type { OllamaGenerateResponse } from './wire.js';

/** Decodes the lines of a completion to the contract's events. A response that is not streamed is decoded as a single line. */
export class CompletionStreamDecoder
  extends WriterDecoder<OllamaGenerateResponse, CompletionEventWriter>
  implements LineDecoder<OllamaGenerateResponse>
{
  readonly readsMessage = false;
  readonly #collects: boolean;

  constructor(options: CompletionEventWriterOptions) {
    super(new CompletionEventWriter(options));
    this.#collects = options.collect !== false;
  }

  push(line: OllamaGenerateResponse): void {
    const { model, response, done } = line;
    const { writer } = this;
    writer.start(readString(model));
    writer.text(readString(response) ?? '');
    if (readBoolean(done) === true) learnFacts(writer.facts, line, this.#collects);
  }

  text(delta: string): void {
    this.writer.text(delta);
  }

  /** Ignores reasoning, which completions do not have in the contract. */
  reasoning(): void {}
}
