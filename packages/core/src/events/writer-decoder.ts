import type { PartialResponse } from '../contract/chat.js';
import type { Warning } from '../contract/warning.js';
import type { StreamDecoder } from './decode-source.js';

/** The part of a `ChatEventWriter` or `CompletionEventWriter` that does not depend on the content. */
interface EndingWriter {
  warning(warning: Warning): void;
  finish(): void;
  stop(): void;
  partial(): PartialResponse;
}

/** A decoder that writes its events with a writer, which also handles the end of the stream. */
export abstract class WriterDecoder<Wire, Writer extends EndingWriter> implements StreamDecoder<Wire> {
  protected readonly writer: Writer;

  constructor(writer: Writer) {
    this.writer = writer;
  }

  abstract push(wire: Wire): void;

  end(): void {
    this.writer.finish();
  }

  stop(): void {
    this.writer.stop();
  }

  warn(warning: Warning): void {
    this.writer.warning(warning);
  }

  partial(): PartialResponse {
    return this.writer.partial();
  }
}
