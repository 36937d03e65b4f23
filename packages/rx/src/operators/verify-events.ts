import { defer, tap, type MonoTypeOperatorFunction } from 'rxjs';

/** The suffix of the events between the start and the end of each block. */
const BLOCKS: ReadonlyMap<string, string> = new Map([
  ['model-load', 'progress'],
  ['prompt', 'progress'],
  ['reasoning', 'delta'],
  ['text', 'delta'],
  ['refusal', 'delta'],
  ['tool-call', 'delta'],
]);

interface AnyEvent {
  readonly type: string;
  readonly index?: number;
  readonly id?: string;
  readonly toolCall?: { readonly id: string };
}

/**
 * Passes events on and verifies the grammar of a stream: `start` comes first and only once, starts and ends are balanced, and `finish` comes
 * last and only once. A violation is emitted as an `Error` with the name `EventGrammarError`. A source that fails may leave blocks open.
 *
 * It is meant for tests, and for authors of providers or of custom streams. The streams of a client always follow the grammar.
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
      if (this.#open.size > 0) throw this.#breach(event, `${this.#stillOpen()} has not been ended`);
      return;
    }
    // Each step of a run has its own response.
    if (event.type === 'step-start') this.#calls = 0;
    if (event.type.startsWith('tool-result')) return this.#takeOfServerTool(event);
    const dash = event.type.lastIndexOf('-');
    const block = event.type.slice(0, dash);
    const middle = BLOCKS.get(block);
    // A warning, or an unknown event of a later release: there is nothing to verify.
    if (middle === undefined) return;
    this.#takeOfBlock(event, block, event.type.slice(dash + 1), middle);
  }

  #takeOfServerTool(event: AnyEvent): void {
    const name = `tool-result ${event.id ?? event.toolCall?.id}`;
    if (event.type === 'tool-result-start') {
      if (this.#open.has(name)) throw this.#breach(event, `${name} has already been started`);
      this.#open.add(name);
    } else {
      if (!this.#open.has(name)) throw this.#breach(event, `${name} has not been started`);
      if (event.type === 'tool-result') this.#open.delete(name);
    }
  }

  end(): void {
    if (!this.#finished) throw grammarError(`The stream completed after ${this.#count} events without "finish".`);
  }

  #takeOfBlock(event: AnyEvent, block: string, step: string, middle: string): void {
    const name = block === 'tool-call' ? `${block} ${event.index}` : block;
    if (step === 'start') {
      if (this.#open.has(name)) throw this.#breach(event, `${name} has already been started`);
      if (block === 'tool-call' && event.index !== this.#calls) {
        throw this.#breach(event, `the next tool call has index ${this.#calls}`);
      }
      if (block === 'tool-call') this.#calls += 1;
      this.#open.add(name);
    } else if (step === 'end' || step === middle) {
      if (!this.#open.has(name)) throw this.#breach(event, `${name} has not been started`);
      if (step === 'end') this.#open.delete(name);
    }
  }

  #stillOpen(): string {
    return [...this.#open].join(', ');
  }

  #breach(event: AnyEvent, why: string): Error {
    const index = event.index === undefined ? '' : ` with index ${event.index}`;
    return grammarError(`Event ${this.#count} is "${event.type}"${index}, but ${why}.`);
  }
}

function grammarError(message: string): Error {
  const error = new Error(message);
  error.name = 'EventGrammarError';
  return error;
}
