import type { ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import { attachPartial } from '../errors/stream-error.js';
import { isLmError } from '../errors/guards.js';
import type { PushSource } from '../stream/push-source.js';
import { toPushSource } from '../stream/to-push-source.js';
import { SplitOutput, type SplitOptions } from './split-reasoning.js';

/** Splits the reasoning off the text of a stream of events. */
class ReasoningObserver implements EventObserver<StreamEvent> {
  readonly #target: EventObserver<StreamEvent>;
  readonly #output: SplitOutput;
  /** The block of this observer that is open. The source's own blocks of text are not passed on. */
  #block: 'text' | 'reasoning' | undefined;

  constructor(target: EventObserver<StreamEvent>, options: SplitOptions) {
    this.#target = target;
    this.#output = new SplitOutput(options, {
      text: (text) => {
        this.#open('text');
        target.next({ type: 'text-delta', text });
      },
      reasoning: (text) => {
        this.#open('reasoning');
        target.next({ type: 'reasoning-delta', text });
      },
    });
  }

  next(event: StreamEvent): void {
    if (event.type === 'text-delta') return this.#split(event);
    if (event.type === 'text-start') return;
    if (event.type === 'text-end') return this.#close();
    if (event.type === 'finish') return this.#finish(event.response);
    if (event.type === 'reasoning-delta') this.#output.addReasoning(event.text);
    this.#target.next(event);
  }

  error(error: unknown): void {
    this.#output.splitter.end();
    const partial = isLmError(error) ? error.partial : undefined;
    if (partial !== undefined) attachPartial(error, this.#output.applyTo(partial));
    this.#target.error(error);
  }

  complete(): void {
    this.#target.complete();
  }

  #split(event: Extract<StreamEvent, { type: 'text-delta' }>): void {
    const { splitter } = this.#output;
    if (!splitter.isDone || this.#block !== 'text') return splitter.push(event.text);
    this.#output.addText(event.text);
    this.#target.next(event);
  }

  #finish(received: ChatResponse): void {
    const { response, added } = this.#output.finish(received);
    this.#close();
    for (const warning of added) this.#target.next({ type: 'warning', warning });
    this.#target.next({ type: 'finish', response });
  }

  #open(block: 'text' | 'reasoning'): void {
    if (this.#block === block) return;
    this.#close();
    this.#block = block;
    this.#target.next({ type: `${block}-start` });
  }

  #close(): void {
    const block = this.#block;
    this.#block = undefined;
    if (block !== undefined) this.#target.next({ type: `${block}-end` });
  }
}

/** Returns a source whose events have the reasoning split off the text. The client adds it to chat streams with `reasoningTags`, and to no others. */
export function splitReasoningSource(
  source: PushSource<StreamEvent> | AsyncIterable<StreamEvent>,
  options: SplitOptions,
): PushSource<StreamEvent> {
  const pushed = 'subscribe' in source ? source : toPushSource(source);
  return { subscribe: (observer) => pushed.subscribe(new ReasoningObserver(observer, options)) };
}
