import type { OutputItem } from './output-item.js';

/** What a chat has given so far: also a part is a valid reply, since an error may end it anywhere. */
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
