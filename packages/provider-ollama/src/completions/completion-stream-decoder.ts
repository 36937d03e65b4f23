import type { IncomingJson } from '@lmux/core/provider';
import {
  CompletionEventWriter,
  type CompletionEventWriterOptions,
  type PartialResponse,
} from '@lmux/core/provider/streams';
import { decodeFinishReason, decodeTiming, decodeUsage } from '../decode/decode-stats.js';
import type { LineDecoder } from '../decode/line-format.js';
import { isText } from '../server/native-api.js';
import type { OllamaGenerateResponse } from '../wire.js';

/** Lines of a continuation to the contract's events; a whole answer is a line too. */
export class CompletionDecoder implements LineDecoder<OllamaGenerateResponse> {
  readonly #writer: CompletionEventWriter;

  constructor(options: CompletionEventWriterOptions) {
    this.#writer = new CompletionEventWriter(options);
  }

  push(line: OllamaGenerateResponse): void {
    const { model, response, done }: IncomingJson = line;
    const { facts } = this.#writer;
    this.#writer.start(isText(model) ? model : '');
    if (isText(response)) this.#writer.text(response);
    if (done !== true) return;
    facts.finishReason = decodeFinishReason(line);
    facts.usage = decodeUsage(line);
    facts.timing = decodeTiming(line);
    facts.raw = line;
  }

  text(delta: string): void {
    this.#writer.text(delta);
  }

  /** A completion has no reasoning in the contract. */
  reasoning(): void {}

  end(): void {
    this.#writer.finish();
  }

  stop(): void {
    this.#writer.stop();
  }

  partial(): PartialResponse {
    return this.#writer.partial();
  }
}
