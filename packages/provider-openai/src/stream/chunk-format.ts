import { StreamError, type IncomingJson, type LmError } from '@lmux/core/provider';
import { readErrorBody, type ResponseContext, type JsonPath, type SseJsonFormat } from '@lmux/core/provider/streams';
import { choiceError } from '../decode/choice-error.js';

/** What is made of chunks that are like the one before but for one string. */
export interface Repeats<Item> {
  /** Where the string stands. */
  readonly path: JsonPath;
  /** The next one, by its string. */
  again(text: string): Item;
}

/** How one kind of chunk is brought into its form. */
export interface ChunkForm<Item> {
  /** Mends a choice of a chunk in place; `begun` tells whether earlier chunks had a piece of it. */
  mendChoice(choice: IncomingJson, begun: boolean): void;
  /** What becomes of a whole answer's `object`. */
  readonly object: string;
  /** Whether a chunk may be followed by such as differ from it by one string, and what becomes of them. Asked before it is emitted. */
  repeats?(chunk: IncomingJson): Repeats<Item> | undefined;
}

function isObject(value: IncomingJson): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The event stream of OpenAI's routes: chunks until `[DONE]`. Chunks come out with `choices` as an array, whatever went in; pings
 * and empty events do not come out. The JSON is changed in place, since nobody else has it.
 */
export class ChunkFormat<Item> implements SseJsonFormat {
  readonly sentinel = '[DONE]';
  readonly #emit: (item: Item) => void;
  readonly #context: ResponseContext;
  readonly #form: ChunkForm<Item>;
  #repeats: Repeats<Item> | undefined;
  /** Choices that have begun, and whether each has its finish reason. */
  readonly #choices = new Map<number, boolean>();

  constructor(emit: (item: Item) => void, context: ResponseContext, form: ChunkForm<Item>) {
    this.#emit = emit;
    this.#context = context;
    this.#form = form;
  }

  event(json: IncomingJson, name: string | undefined): void {
    if (name === 'ping' || json === null) return;
    if (!isObject(json)) {
      throw new StreamError(
        'unexpected_response',
        'An event of the stream is JSON, but no object: this is no stream of chunks.',
      );
    }
    if (Object.keys(json).length > 0) this.#chunk(json);
  }

  whole(json: IncomingJson): void {
    // Some servers answer a request for a stream with all chunks as one list.
    for (const body of Array.isArray(json) ? json : [json]) {
      const error = this.errorIn(body);
      if (error !== undefined) throw error;
      if (!isObject(body) || !('choices' in body)) {
        throw new StreamError(
          'unexpected_response',
          'The server answered with JSON that is no completion. Check that baseUrl leads to the API.',
        );
      }
      body.object = this.#form.object;
      this.#chunk(body);
    }
  }

  complete(): boolean {
    for (const finished of this.#choices.values()) if (!finished) return false;
    return this.#choices.size > 0;
  }

  errorIn(json: IncomingJson): LmError | undefined {
    if (!isObject(json)) return undefined;
    const inChoice = choiceError(json);
    if (inChoice !== undefined) return this.#context.apiError(inChoice);
    // A sentence in place of a chunk: `{ message }`, `{ detail }`. What only looks like it (an id, choices) is a chunk.
    if ('choices' in json || 'id' in json || 'usage' in json || 'object' in json) return undefined;
    return readErrorBody(json) === undefined ? undefined : this.#context.apiError(json);
  }

  textIn(json: IncomingJson, name: string | undefined): JsonPath | undefined {
    this.#repeats = name === 'ping' ? undefined : this.#form.repeats?.(json);
    return this.#repeats?.path;
  }

  again(text: string): void {
    if (this.#repeats !== undefined) this.#emit(this.#repeats.again(text));
  }

  #chunk(json: IncomingJson): void {
    const choices: IncomingJson[] = Array.isArray(json.choices) ? json.choices : (json.choices = []);
    if (!choices.every(isObject)) json.choices = choices.filter(isObject);
    for (const choice of json.choices) {
      // A choice without an index is the only one.
      const index = typeof choice.index === 'number' ? choice.index : 0;
      const begun = this.#choices.get(index);
      this.#form.mendChoice(choice, begun !== undefined);
      const finished = typeof choice.finish_reason === 'string' && choice.finish_reason !== '';
      this.#choices.set(index, begun === true || finished);
    }
    this.#emit(json);
  }
}
