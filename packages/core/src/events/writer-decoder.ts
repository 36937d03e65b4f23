import type { PartialResponse } from '../contract/chat.js';
import type { StreamDecoder } from './decode-source.js';

/** The part of a `ChatEventWriter` or `CompletionEventWriter` that ends a stream. */
interface EndingWriter {
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

  partial(): PartialResponse {
    return this.writer.partial();
  }
}
