import { readObject } from '@lmux/core/provider/json';
import type { JsonPath } from '@lmux/core/provider/streams';
import { ChatStreamFormat } from './chat-stream-format.js';
import type { NativeChatEvent } from './wire.js';

const CONTENT: JsonPath = ['content'];

/** Decodes a chat stream to wire events. Each event is a separate object. */
export class ChatWireFormat extends ChatStreamFormat {
  /** The last piece of text or reasoning. */
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
