import { StreamError, type LmError } from '@lmux/core/provider';
import { describeJson, isObject, readArray } from '@lmux/core/provider/json';
import {
  DecodingFormat,
  readErrorBody,
  type ResponseContext,
  type SseJsonFormat,
  type WireReceiver,
} from '@lmux/core/provider/streams';
import { choiceError, hasResponse, withoutResponse } from './read-completion.js';

/** The form of the chunks of one endpoint. */
export interface ChunkForm {
  /** Value for the `object` field of a response that arrived complete. */
  readonly object: string;
  /** Normalizes a choice of a chunk in place. `begun` is true if an earlier chunk contained a piece of it. */
  normalizeChoice?(choice: Record<string, unknown>, begun: boolean): void;
}

/**
 * Decodes the event stream of an OpenAI-compatible endpoint: chunks until `[DONE]`. In the chunks that the receiver gets, `choices` is
 * always an array. Pings and empty events are skipped. The JSON is changed in place, because nothing else refers to it.
 */
export class ChunkFormat<Chunk extends { choices: unknown[] }> extends DecodingFormat<Chunk> implements SseJsonFormat {
  readonly sentinel = '[DONE]';
  readonly #context: ResponseContext;
  readonly #form: ChunkForm;
  /** Choices that have begun. The value is true once the finish reason has arrived. */
  readonly #choices = new Map<number, boolean>();
  /** True if a chunk had a choice that contains a response. */
  #hasResponse = false;
  #events = 0;
  #last: object | undefined;

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
        'The stream contains JSON that is not a completion chunk. Check that "baseUrl" is the address of an OpenAI-compatible server.',
      );
    }
    if (Object.keys(json).length === 0) return false;
    this.#normalized(json);
  }

  response(json: unknown): void {
    // Some servers send all chunks in one array instead of a stream.
    for (const body of Array.isArray(json) ? json : [json]) {
      const error = this.errorIn(body);
      if (error !== undefined) throw error;
      if (!isObject(body) || !('choices' in body)) {
        throw new StreamError(
          'unexpected_response',
          'The server returned JSON without "choices" instead of a stream of completion chunks. Check that "baseUrl" is the address of an OpenAI-compatible server.',
        );
      }
      if (!Array.isArray(json) && !readArray(body.choices).some(hasResponse)) {
        throw new StreamError('unexpected_response', withoutResponse(body));
      }
      body.object = this.#form.object;
      this.#normalized(body);
    }
  }

  /** @throws `unexpected_response` if no choice contained a response, since an empty one would look like success. */
  override finish(): void {
    if (!this.#hasResponse) throw new StreamError('unexpected_response', this.#withoutChoice());
    super.finish();
  }

  #withoutChoice(): string {
    const events = `${this.#events} ${this.#events === 1 ? 'event' : 'events'}`;
    const last = this.#last === undefined ? '' : `, the last of them ${describeJson(this.#last)}`;
    return `The stream is complete, but contains no choice with a response: ${events}${last}. Retry the request, or check the server's log.`;
  }

  isComplete(): boolean {
    for (const finished of this.#choices.values()) if (!finished) return false;
    return this.#choices.size > 0;
  }

  errorIn(json: unknown): LmError | undefined {
    if (!isObject(json)) return undefined;
    const inChoice = choiceError(json);
    if (inChoice !== undefined) return this.#context.apiError(inChoice);
    // `{ message }` or `{ detail }` in place of a chunk is an error. An object that also has an id or choices is a chunk.
    if ('choices' in json || 'id' in json || 'usage' in json || 'object' in json) return undefined;
    return readErrorBody(json) === undefined ? undefined : this.#context.apiError(json);
  }

  #normalized(json: Record<string, unknown>): void {
    if (!this.#hasResponse) this.#lookForResponse(json);
    const received: unknown[] = Array.isArray(json.choices) ? json.choices : [];
    const choices = received.every(isObject) ? received : received.filter(isObject);
    json.choices = choices;
    for (const choice of choices) {
      // A choice without an index is the only choice.
      const index = typeof choice.index === 'number' ? choice.index : 0;
      const begun = this.#choices.get(index);
      this.#form.normalizeChoice?.(choice, begun !== undefined);
      const finished = typeof choice.finish_reason === 'string' && choice.finish_reason !== '';
      this.#choices.set(index, begun === true || finished);
    }
    // Only `choices` and what `normalizeChoice` ensures are certain to match the type. Decoders check every other field before they use it.
    this.push(json as unknown as Chunk);
  }

  /** Looks for a response in a chunk, until one has been found. */
  #lookForResponse(json: Record<string, unknown>): void {
    this.#events += 1;
    this.#hasResponse = readArray(json.choices).some(hasResponse);
    // A copy, because `choices` and `delta` are normalized in place.
    this.#last = this.#hasResponse ? undefined : { ...json };
  }
}
