import type { PromptMessage } from '../../../shared/engine/reply.js';

/** How long LM Studio keeps a stored reply unless told otherwise. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1000;

/** Chats held at once, so that a command that runs for days cannot fill the memory. */
const KEEP_COUNT = 10_000;

interface StoredChat {
  readonly messages: readonly PromptMessage[];
  readonly storedAt: number;
}

/** The chats that a later request may continue, in memory. Several may continue the same one: that is a branch. */
export class ChatStore {
  readonly #chats = new Map<string, StoredChat>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** All messages up to the reply of this id; undefined when it is unknown or too old. */
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
