import { StreamError, type LmError } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import {
  DecodingFormat,
  readErrorBody,
  type ResponseContext,
  type SseJsonFormat,
  type WireReceiver,
} from '@lmux/core/provider/streams';
import { choiceError } from './read-completion.js';

/** How the chunks of one route look. */
export interface ChunkForm {
  /** What becomes of the `object` of a response that came whole. */
  readonly object: string;
  /** Brings a choice of a chunk into its form, in place; `begun` is whether earlier chunks had a piece of it. */
  normalizeChoice?(choice: Record<string, unknown>, begun: boolean): void;
}

/**
 * The event stream of OpenAI's routes: chunks until `[DONE]`. The receiver gets them with `choices` as an array, whatever the server
 * sent; pings and empty events are left out. The JSON is changed in place, since nobody else has it.
 */
export class ChunkFormat<Chunk extends { choices: unknown[] }> extends DecodingFormat<Chunk> implements SseJsonFormat {
  readonly sentinel = '[DONE]';
  readonly #context: ResponseContext;
  readonly #form: ChunkForm;
  /** Choices that have begun, and whether each has its finish reason. */
  readonly #choices = new Map<number, boolean>();

  constructor(receiver: WireReceiver<Chunk>, context: ResponseContext, form: ChunkForm) {
    super(receiver);
    this.#context = context;
    this.#form = form;
  }

  event(json: unknown, name: string | undefined): false | void {
    if (name === 'ping' || json === null) return false;
    if (!isObject(json)) {
      throw new StreamError(
        'unexpected_response',
        'An event of the stream is JSON, but no object: this is no stream of chunks.',
      );
    }
    if (Object.keys(json).length === 0) return false;
    this.#normalized(json);
  }

  response(json: unknown): void {
    // Some servers send all chunks as one list where a stream was requested.
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
      this.#normalized(body);
    }
  }

  isComplete(): boolean {
    for (const finished of this.#choices.values()) if (!finished) return false;
    return this.#choices.size > 0;
  }

  errorIn(json: unknown): LmError | undefined {
    if (!isObject(json)) return undefined;
    const inChoice = choiceError(json);
    if (inChoice !== undefined) return this.#context.apiError(inChoice);
    // A sentence in place of a chunk: `{ message }`, `{ detail }`. What only looks like it (an id, choices) is a chunk.
    if ('choices' in json || 'id' in json || 'usage' in json || 'object' in json) return undefined;
    return readErrorBody(json) === undefined ? undefined : this.#context.apiError(json);
  }

  #normalized(json: Record<string, unknown>): void {
    const received: unknown[] = Array.isArray(json.choices) ? json.choices : [];
    const choices = received.every(isObject) ? received : received.filter(isObject);
    json.choices = choices;
    for (const choice of choices) {
      // A choice without an index is the only one.
      const index = typeof choice.index === 'number' ? choice.index : 0;
      const begun = this.#choices.get(index);
      this.#form.normalizeChoice?.(choice, begun !== undefined);
      const finished = typeof choice.finish_reason === 'string' && choice.finish_reason !== '';
      this.#choices.set(index, begun === true || finished);
    }
    // Decoders look at each field before they use it: of the type, only `choices` and what `normalizeChoice` brings are certain.
    this.push(json as unknown as Chunk);
  }
}
