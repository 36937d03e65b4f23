import type { ChatRequest, ChatResponse } from '../../contract/chat.js';
import type { ChatFeature } from '../../contract/capability.js';
import type { Message } from '../../contract/message.js';
import type { WithModel } from '../../provider/provider.js';
import type { Prepared } from '../client-parts.js';

/** Number of chats that are kept. */
const SIZE = 16;

/** More tokens than any context has. A server that reports more, zero or a negative number is wrong. */
const MAX_TOKENS = 1e7;

/** Features of chats whose number of input tokens does not follow from their texts, or whose messages are large. */
const EXCLUDED: ReadonlySet<ChatFeature> = /* @__PURE__ */ new Set(['imageInput', 'statefulChat', 'integrations']);

/** A chat, with the number of input tokens that the server reported. */
export interface CountedChat {
  readonly request: WithModel<ChatRequest>;
  readonly inputTokens: number;
}

interface Slot {
  request: WithModel<ChatRequest> | undefined;
  /** The first and the last message, and the number of messages, by which a later change of the list is recognized. */
  first: Message | undefined;
  last: Message | undefined;
  length: number;
  inputTokens: number;
}

/**
 * Keeps the newest chats with their numbers of input tokens until somebody wants to count tokens. The slots are allocated once, and only
 * references and numbers are stored, so that a chat costs nothing.
 */
export class UsageRing {
  readonly #slots = Array.from({ length: SIZE }, emptySlot);
  #next = 0;

  /** Keeps a chat, unless its response does not tell the tokens of its messages. */
  record({ request, features }: Prepared<WithModel<ChatRequest>>, response: ChatResponse): void {
    // A provider may return something else than an object.
    const inputTokens = response?.usage?.inputTokens;
    if (inputTokens === undefined || !(inputTokens > 0 && inputTokens < MAX_TOKENS)) return;
    for (const feature of features) if (EXCLUDED.has(feature)) return;
    for (const { code } of response.warnings ?? [])
      if (code === 'prompt_truncated' || code === 'model_mismatch') return;
    const slot = this.#slots[this.#next];
    if (slot === undefined) return;
    this.#next = (this.#next + 1) % SIZE;
    const { messages } = request;
    slot.request = request;
    slot.first = messages[0];
    slot.last = messages[messages.length - 1];
    slot.length = messages.length;
    slot.inputTokens = inputTokens;
  }

  /** Removes and returns the chats, oldest first. Leaves out those whose list of messages has changed otherwise than at its end. */
  take(): CountedChat[] {
    const ordered = [...this.#slots.slice(this.#next), ...this.#slots.slice(0, this.#next)];
    return ordered.flatMap((slot) => {
      const { request, first, last, length, inputTokens } = slot;
      Object.assign(slot, emptySlot());
      if (!Array.isArray(request?.messages)) return [];
      const messages = request.messages.slice(0, length);
      const isUnchanged = messages.length === length && messages[0] === first && messages[length - 1] === last;
      return isUnchanged ? [{ request: { ...request, messages }, inputTokens }] : [];
    });
  }
}

function emptySlot(): Slot {
  return { request: undefined, first: undefined, last: undefined, length: 0, inputTokens: 0 };
}
