import { ChatEventWriter, type ChatEventWriterOptions, type StreamDecoder } from '@lmux/core/provider/streams';
import type { AcmeLine } from './wire.ts';

const REASONS: { readonly [why: string]: 'stop' | 'length' } = { done: 'stop', limit: 'length' };

/** Converts Acme's lines to events. The writer balances their starts and ends. */
export class ChatDecoder implements StreamDecoder<AcmeLine> {
  readonly #writer: ChatEventWriter;

  constructor(options: ChatEventWriterOptions) {
    this.#writer = new ChatEventWriter(options);
  }

  push(line: AcmeLine): void {
    const { facts } = this.#writer;
    this.#writer.start();
    this.#writer.text(line.piece ?? '');
    if (line.end === undefined) return;
    const { why, read, wrote } = line.end;
    facts.finishReason = { unified: REASONS[why] ?? 'unknown', raw: why };
    if (read !== undefined || wrote !== undefined) facts.usage = { inputTokens: read, outputTokens: wrote };
    facts.raw = line;
  }

  end(): void {
    this.#writer.finish();
  }

  partial(): ReturnType<ChatEventWriter['partial']> {
    return this.#writer.partial();
  }
}
