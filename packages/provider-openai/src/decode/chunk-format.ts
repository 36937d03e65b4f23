import { StreamError, type LmError } from '@lmux/core/provider';
import { describeJson, isObject, readArray } from '@lmux/core/provider/json';
import {
  DecodingFormat,
  isFlatError,
  readErrorBody,
  type ResponseContext,
  type SseJsonFormat,
  type StreamProgress,
  type WireReceiver,
} from '@lmux/core/provider/streams';
import { ChoiceTracker, type ContentReader } from './choice-tracker.js';
import { choiceError, hasResponse, withoutResponse } from './read-completion.js';
import { readIndex } from './read-index.js';

/** The form of the chunks of one endpoint. */
export interface ChunkForm {
  /** Value for the `object` field of a response that arrived complete. */
  readonly object: string;
  /** Normalizes a choice of a chunk in place. `begun` is true if an earlier chunk contained a piece of it. */
  normalizeChoice?(choice: Record<string, unknown>, begun: boolean): void;
  /** Returns the kind of content in a normalized choice. */
  readonly contentOf: ContentReader;
}

/** Returns the number of choices that a request asks for: `n` for each prompt of a text completion. Default: 1. */
export function requestedChoices({ n, prompt }: { readonly n?: unknown; readonly prompt?: unknown } = {}): number {
  const perPrompt = typeof n === 'number' && n > 1 ? n : 1;
  // A list of numbers is one prompt in the form of tokens.
  const hasPrompts = Array.isArray(prompt) && prompt.length > 1 && typeof prompt[0] !== 'number';
  return hasPrompts ? perPrompt * prompt.length : perPrompt;
}

/**
 * Decodes the event stream of an OpenAI-compatible endpoint: chunks until `[DONE]`. In the chunks that the receiver gets, `choices` is
 * always an array. Pings and empty events are skipped. The JSON is changed in place, because nothing else refers to it.
 */
export class ChunkFormat<Chunk extends { choices: unknown[] }> extends DecodingFormat<Chunk> implements SseJsonFormat {
  readonly sentinel = '[DONE]';
  progress: StreamProgress = 'incomplete';
  readonly #context: ResponseContext;
  readonly #form: ChunkForm;
  readonly #requested: number;
  /** Created by the first chunk. */
  #choices: ChoiceTracker | undefined;
  /** True if a chunk had a choice that contains a response. */
  #hasResponse = false;
  #events = 0;
  #last: object | undefined;

  /** @param requested The number of choices that the request asks for. Servers that ignore it send one. */
  constructor(receiver: WireReceiver<Chunk>, context: ResponseContext, form: ChunkForm, requested = 1) {
    super(receiver);
    this.#context = context;
    this.#form = form;
    this.#requested = requested;
  }

  event(json: unknown, name: string | undefined): false | void {
    if (name === 'ping') return false;
    // Gateways send `null` between chunks: lidge-jun/opencodex issue 1219, decolua/9router pull request 1148.
    if (!isObject(json)) return this.skip(json);
    if (Object.keys(json).length === 0) return false;
    this.#normalized(json);
  }

  response(json: unknown): void {
    // Some servers send all chunks in one array instead of a stream.
    for (const body of Array.isArray(json) ? json : [json]) {
      if (Array.isArray(json) && !isObject(body)) {
        this.skip(body);
        continue;
      }
      const error = this.errorIn(body);
      if (error !== undefined) throw error;
      if (isFlatError(body, 'choices')) throw this.#context.apiError(body);
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

  isComplete(isLost = false): boolean {
    return this.#choices?.isComplete(isLost) === true;
  }

  /**
   * True once a choice has a finish reason. Every chunk after it must be parsed, because its content would show that it was not the end.
   */
  protected hasFinish(): boolean {
    return this.#choices?.hasFinish === true;
  }

  /** @throws `unexpected_response` if no choice contained a response, since an empty one would look like success. */
  override finish(): void {
    if (!this.#hasResponse && isFlatError(this.#last, 'choices')) throw this.#context.apiError(this.#last);
    if (!this.#hasResponse) throw new StreamError('unexpected_response', this.#withoutChoice());
    super.finish();
  }

  #withoutChoice(): string {
    const events = `${this.#events} ${this.#events === 1 ? 'event' : 'events'}`;
    const last = this.#last === undefined ? '' : `, the last of them ${describeJson(this.#last)}`;
    return `The stream is complete, but contains no choice with a response: ${events}${last}. Retry the request, or check the server's log.`;
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
    const tracker = (this.#choices ??= new ChoiceTracker(this.#requested, this.#form.contentOf));
    // All choices of a chunk are normalized first, because several may have the same index.
    if (this.#form.normalizeChoice !== undefined) {
      let position = 0;
      for (const choice of choices) {
        const index = readIndex(choice['index'], position++);
        this.#form.normalizeChoice(choice, index !== undefined && tracker.hasBegun(index));
      }
    }
    let position = 0;
    for (const choice of choices) {
      const index = readIndex(choice['index'], position++);
      // A choice that cannot be identified says nothing about the end of another.
      if (index !== undefined) tracker.add(index, choice);
    }
    this.progress = tracker.endChunk(json);
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
