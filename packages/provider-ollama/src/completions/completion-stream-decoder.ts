import { readBoolean, readString } from '@lmux/core/provider/json';
import { CompletionEventWriter, WriterDecoder, type CompletionEventWriterOptions } from '@lmux/core/provider/streams';
import { learnFacts } from '../decode/decode-stats.js';
import type { LineDecoder } from '../decode/line-format.js';
import type { OllamaGenerateResponse } from './wire.js';

/** Lines of a continuation to the contract's events; a response that is not streamed is a line too. */
export class CompletionStreamDecoder
  extends WriterDecoder<OllamaGenerateResponse, CompletionEventWriter>
  implements LineDecoder<OllamaGenerateResponse>
{
  readonly readsMessage = false;

  constructor(options: CompletionEventWriterOptions) {
    super(new CompletionEventWriter(options));
  }

  push(line: OllamaGenerateResponse): void {
    const { model, response, done } = line;
    const { writer } = this;
    writer.start(readString(model));
    writer.text(readString(response) ?? '');
    if (readBoolean(done) === true) learnFacts(writer.facts, line);
  }

  text(delta: string): void {
    this.writer.text(delta);
  }

  /** A completion has no reasoning in the contract. */
  reasoning(): void {}
}
