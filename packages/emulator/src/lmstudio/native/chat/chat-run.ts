import type { Exchange } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import type { Emit, OutputItem } from './chat-event.js';
import type { ChatPlan } from './chat-plan.js';

/** One chat in progress. */
export interface ChatRun {
  readonly context: NativeContext;
  readonly exchange: Exchange;
  readonly plan: ChatPlan;
  readonly output: ChatOutput;
  readonly emit: Emit;
}

/** The output of a chat so far. It is a valid reply at any time, since an error may end the chat at any time. */
export class ChatOutput {
  readonly #items: OutputItem[] = [];
  instanceId = '';
  /** Load time in seconds, if this request loaded the model. */
  loadSeconds: number | undefined = undefined;
  inputTokens = 0;
  outputTokens = 0;
  reasoningTokens = 0;

  get items(): readonly OutputItem[] {
    return this.#items;
  }

  /** Starts a message or a reasoning item. */
  begin(type: 'message' | 'reasoning'): void {
    this.#items.push({ type, content: '' });
  }

  /** Appends to the last item. */
  append(text: string): void {
    const last = this.#items.pop();
    if (last === undefined) return;
    this.#items.push('content' in last ? { ...last, content: last.content + text } : last);
  }

  /** Adds a complete item. */
  add(item: OutputItem): void {
    this.#items.push(item);
  }
}
