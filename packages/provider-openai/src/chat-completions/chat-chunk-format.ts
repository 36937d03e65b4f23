import type { JsonPath, ResponseContext } from '@lmux/core/provider/streams';
import { ChunkFormat } from '../decode/chunk-format.js';
import { copyJson, copyWith } from '../decode/copy-json.js';
import { CHAT_CHUNK } from './normalize-choice.js';
import { textPath } from './text-path.js';
import type { ChatCompletionChunk } from './wire.js';

/** Decodes a chat stream to complete chunks for the wire client. Each chunk is a separate object. */
export class ChatChunkFormat extends ChunkFormat<ChatCompletionChunk> {
  readonly #emit: (chunk: ChatCompletionChunk) => void;
  /** The last parsed chunk, and the path of its text. The chunks that follow differ by that text alone. */
  #kept: unknown;
  #path: JsonPath | undefined;

  constructor(emit: (chunk: ChatCompletionChunk) => void, context: ResponseContext, requested?: number) {
    super({ push: emit }, context, CHAT_CHUNK, requested);
    this.#emit = emit;
  }

  textPath(json: unknown, name: string | undefined): JsonPath | undefined {
    this.#path = name === 'ping' || this.hasFinish() ? undefined : textPath(json);
    if (this.#path !== undefined) this.#kept = copyJson(json);
    return this.#path;
  }

  onText(text: string): void {
    if (this.#path !== undefined) this.#emit(copyWith(this.#kept, this.#path, text) as ChatCompletionChunk);
  }
}
