import type { IncomingJson } from '@lmux/core/provider';
import type { JsonPath, ResponseContext } from '@lmux/core/provider/streams';
import { NativeStreamDecoder, type NativeDecoderOptions } from './chat-stream-decoder.js';
import { ChatStreamFormat } from './chat-stream-format.js';

const CONTENT: JsonPath = ['content'];

/** A streamed chat as the contract's events. Most events of the wire are pieces of text: those go to the decoder as text alone. */
export class ChatEventFormat extends ChatStreamFormat {
  readonly #decoder: NativeStreamDecoder;
  #isReasoning = false;

  constructor(options: NativeDecoderOptions, context: ResponseContext) {
    const decoder = new NativeStreamDecoder(options);
    super(decoder, context);
    this.#decoder = decoder;
  }

  textPath(json: IncomingJson, name: string | undefined): JsonPath | undefined {
    const type = this.pieceType(json, name);
    this.#isReasoning = type === 'reasoning.delta';
    return type && CONTENT;
  }

  onText(text: string): void {
    if (this.#isReasoning) this.#decoder.reasoning(text);
    else this.#decoder.text(text);
  }
}
