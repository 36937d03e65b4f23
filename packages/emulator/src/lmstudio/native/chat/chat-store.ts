import type { PromptMessage } from '../../../shared/engine/reply.js';

/** Time in ms for which LM Studio keeps a stored reply by default. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;

/** Maximum number of stored chats. It limits the memory of a command that runs for days. */
const KEEP_COUNT = 10_000;

/** Maximum size of all stored texts together, in characters. */
const KEEP_CHARACTERS = 16 * 1024 * 1024;

/** Counted for each message of each chat, besides its text: the reference to it. */
const MESSAGE_CHARACTERS = 8;

interface StoredChat {
  readonly messages: readonly PromptMessage[];
  readonly storedAt: number;
}

/**
 * The stored chats, in memory. Several requests may continue the same one, which creates branches. The oldest are
 * dropped first.
 */
export class ChatStore {
  readonly #chats = new Map<string, StoredChat>();
  /** Number of chats that contain a message. A chat shares the messages of the chat that it continues. */
  readonly #holders = new Map<PromptMessage, number>();
  #characters = 0;
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Returns all messages up to the reply of this id, or undefined if it is unknown, expired or dropped. */
  find(responseId: string): readonly PromptMessage[] | undefined {
    const chat = this.#chats.get(responseId);
    return chat === undefined || this.#nowMs() - chat.storedAt >= KEEP_MS ? undefined : chat.messages;
  }

  store(responseId: string, messages: readonly PromptMessage[]): void {
    this.#chats.set(responseId, { messages, storedAt: this.#nowMs() });
    for (const message of messages) this.#count(message, 1);
    for (const [id, chat] of this.#chats) {
      if (this.#chats.size <= KEEP_COUNT && this.#characters <= KEEP_CHARACTERS) break;
      this.#chats.delete(id);
      for (const message of chat.messages) this.#count(message, -1);
    }
  }

  /** Adds or removes a holder of a message. The text counts once. */
  #count(message: PromptMessage, change: 1 | -1): void {
    const before = this.#holders.get(message) ?? 0;
    const after = before + change;
    this.#characters += change * MESSAGE_CHARACTERS;
    if (before === 0 || after === 0) this.#characters += change * message.text.length;
    if (after === 0) this.#holders.delete(message);
    else this.#holders.set(message, after);
  }
}
