import { defer, tap, type MonoTypeOperatorFunction } from 'rxjs';

/** What a block's events are called in their middle. */
const BLOCKS: ReadonlyMap<string, string> = new Map([
  ['model-load', 'progress'],
  ['prompt', 'progress'],
  ['reasoning', 'delta'],
  ['text', 'delta'],
  ['tool-call', 'delta'],
]);

interface AnyEvent {
  readonly type: string;
  readonly index?: number;
}

/**
 * Passes events on and holds them to the grammar of a stream: `start` first and once, starts and ends balanced, `finish` last and once.
 * A breach is an `Error` named `EventGrammarError`, by the error channel. A source that fails is free to leave things open.
 *
 * For tests, and for authors of providers and of streams of their own: a client's streams keep the grammar.
 */
export function verifyEvents<Event extends { readonly type: string }>(): MonoTypeOperatorFunction<Event> {
  return (source) =>
    defer(() => {
      const grammar = new EventGrammar();
      return source.pipe(tap({ next: (event) => grammar.take(event), complete: () => grammar.end() }));
    });
}

class EventGrammar {
  #count = 0;
  #finished = false;
  #calls = 0;
  readonly #open = new Set<string>();

  take(event: AnyEvent): void {
    this.#count += 1;
    if (this.#finished) throw this.#breach(event, 'nothing may follow "finish"');
    if ((event.type === 'start') !== (this.#count === 1)) {
      throw this.#breach(event, this.#count === 1 ? '"start" must come first' : '"start" may come only once');
    }
    if (event.type === 'finish') {
      this.#finished = true;
      if (this.#open.size > 0) throw this.#breach(event, `${this.#stillOpen()} is still open`);
      return;
    }
    const dash = event.type.lastIndexOf('-');
    const block = event.type.slice(0, dash);
    const middle = BLOCKS.get(block);
    // A warning, a tool's result, or a type of a later release: nothing is known of it.
    if (middle === undefined) return;
    this.#takeOfBlock(event, block, event.type.slice(dash + 1), middle);
  }

  end(): void {
    if (!this.#finished) throw grammarError(`The stream completed after ${this.#count} events without "finish".`);
  }

  #takeOfBlock(event: AnyEvent, block: string, step: string, middle: string): void {
    const name = block === 'tool-call' ? `${block} ${event.index}` : block;
    if (step === 'start') {
      if (this.#open.has(name)) throw this.#breach(event, `${name} is open already`);
      if (block === 'tool-call' && event.index !== this.#calls) {
        throw this.#breach(event, `the next tool call has index ${this.#calls}`);
      }
      if (block === 'tool-call') this.#calls += 1;
      this.#open.add(name);
    } else if (step === 'end' || step === middle) {
      if (!this.#open.has(name)) throw this.#breach(event, `${name} is not open`);
      if (step === 'end') this.#open.delete(name);
    }
  }

  #stillOpen(): string {
    return [...this.#open].join(', ');
  }

  #breach(event: AnyEvent, why: string): Error {
    const index = event.index === undefined ? '' : ` of index ${event.index}`;
    return grammarError(`Event ${this.#count} is "${event.type}"${index}, but ${why}.`);
  }
}

function grammarError(message: string): Error {
  const error = new Error(message);
  error.name = 'EventGrammarError';
  return error;
}
