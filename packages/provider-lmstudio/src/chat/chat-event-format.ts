import type { JsonPath, ResponseContext } from '@lmux/core/provider/streams';
import { ChatStreamDecoder, type ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import { ChatStreamFormat } from './chat-stream-format.js';

const CONTENT: JsonPath = ['content'];

/** Decodes a chat stream to the contract's events. Most wire events are pieces of text, which go to the decoder as strings only. */
export class ChatEventFormat extends ChatStreamFormat {
  readonly #decoder: ChatStreamDecoder;
  #isReasoning = false;

  constructor(options: ChatStreamDecoderOptions, context: ResponseContext) {
    const decoder = new ChatStreamDecoder(options);
    super(decoder, context);
    this.#decoder = decoder;
  }

  textPath(json: unknown, name: string | undefined): JsonPath | undefined {
    const type = this.pieceType(json, name);
    this.#isReasoning = type === 'reasoning.delta';
    return type && CONTENT;
  }

  onText(text: string): void {
    if (this.#isReasoning) this.#decoder.reasoning(text);
    else this.#decoder.text(text);
  }
}
