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

/** The output of a chat so far: also a part is a valid reply, since an error may end it anywhere. */
export class ChatOutput {
  readonly #items: OutputItem[] = [];
  instanceId = '';
  /** Only if this request loaded the model. */
  loadSeconds: number | undefined = undefined;
  inputTokens = 0;
  outputTokens = 0;
  reasoningTokens = 0;

  get items(): readonly OutputItem[] {
    return this.#items;
  }

  /** Opens a message or a chain of thought. */
  begin(type: 'message' | 'reasoning'): void {
    this.#items.push({ type, content: '' });
  }

  /** Adds to what was opened last. */
  append(text: string): void {
    const last = this.#items.pop();
    if (last === undefined) return;
    this.#items.push('content' in last ? { ...last, content: last.content + text } : last);
  }

  /** Adds a whole item. */
  add(item: OutputItem): void {
    this.#items.push(item);
  }
}
