import { ChatEventWriter, WriterDecoder, type ChatEventWriterOptions } from '@lmux/core/provider/streams';
import type { AcmeLine } from './wire.ts';

const REASONS: { readonly [why: string]: 'stop' | 'length' } = { done: 'stop', limit: 'length' };

/** Converts Acme's lines to events. The writer emits a start and an end for each block. */
export class ChatDecoder extends WriterDecoder<AcmeLine, ChatEventWriter> {
  constructor(options: ChatEventWriterOptions) {
    super(new ChatEventWriter(options));
  }

  push(line: AcmeLine): void {
    const { facts } = this.writer;
    this.writer.start();
    this.writer.text(line.piece ?? '');
    if (line.end === undefined) return;
    const { why, read, wrote } = line.end;
    facts.finishReason = { unified: REASONS[why] ?? 'unknown', raw: why };
    if (read !== undefined || wrote !== undefined) facts.usage = { inputTokens: read, outputTokens: wrote };
    facts.raw = line;
  }
}
