import type { PromptMessage } from '../../../shared/engine/reply.js';

/** Time in ms for which LM Studio keeps a stored reply by default. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;

/** Maximum number of stored chats. It limits the memory of a command that runs for days. */
const KEEP_COUNT = 10_000;

interface StoredChat {
  readonly messages: readonly PromptMessage[];
  readonly storedAt: number;
}

/** The stored chats, in memory. Several requests may continue the same one, which creates branches. */
export class ChatStore {
  readonly #chats = new Map<string, StoredChat>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Returns all messages up to the reply of this id, or undefined if it is unknown or expired. */
  find(responseId: string): readonly PromptMessage[] | undefined {
    const chat = this.#chats.get(responseId);
    return chat === undefined || this.#nowMs() - chat.storedAt >= KEEP_MS ? undefined : chat.messages;
  }

  store(responseId: string, messages: readonly PromptMessage[]): void {
    this.#chats.set(responseId, { messages, storedAt: this.#nowMs() });
    const [oldest] = this.#chats.keys();
    if (oldest !== undefined && this.#chats.size > KEEP_COUNT) this.#chats.delete(oldest);
  }
}
