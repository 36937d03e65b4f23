import { readObject } from '@lmux/core/provider/json';
import type { JsonPath } from '@lmux/core/provider/streams';
import { ChatStreamFormat } from './chat-stream-format.js';
import type { NativeChatEvent } from './wire.js';

const CONTENT: JsonPath = ['content'];

/** A streamed chat as its events on the wire, each an object of its own. */
export class ChatWireFormat extends ChatStreamFormat {
  /** The piece of text or reasoning that has just come. */
  #piece: Extract<NativeChatEvent, { type: 'message.delta' | 'reasoning.delta' }> = { type: 'message.delta' };

  textPath(json: unknown, name: string | undefined): JsonPath | undefined {
    const type = this.pieceType(json, name);
    if (type === undefined) return undefined;
    this.#piece = { ...readObject(json), type };
    return CONTENT;
  }

  onText(text: string): void {
    this.push({ ...this.#piece, content: text });
  }
}
