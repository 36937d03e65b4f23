import type { ChatEventWriter, JsonPath, ResponseContext } from '@lmux/core/provider/streams';
import { ChunkFormat, requestedChoices } from '../decode/chunk-format.js';
import { ChatStreamDecoder, type ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import { CHAT_CHUNK } from './normalize-choice.js';
import { isReasoning, textPath } from './text-path.js';
import type { ChatCompletionChunk } from './wire.js';

/**
 * Decodes a chat stream to the contract's events. Most chunks differ from the previous one by their text alone. That text goes straight to
 * the writer, which skips the decoder and saves creating a chunk.
 */
export class ChatEventFormat extends ChunkFormat<ChatCompletionChunk> {
  readonly #writer: ChatEventWriter;
  #isReasoning = false;

  constructor(options: ChatStreamDecoderOptions, context: ResponseContext) {
    const decoder = new ChatStreamDecoder(options);
    super(decoder, context, CHAT_CHUNK, requestedChoices(options.request));
    this.#writer = decoder.writer;
  }

  textPath(json: unknown, name: string | undefined): JsonPath | undefined {
    const path = name === 'ping' || this.hasFinish() ? undefined : textPath(json);
    this.#isReasoning = path !== undefined && isReasoning(path);
    return path;
  }

  onText(text: string): void {
    if (this.#isReasoning) this.#writer.reasoning(text);
    else this.#writer.text(text);
  }
}
