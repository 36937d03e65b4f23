import { ERROR_BODY_MS, MAX_ERROR_BODY_BYTES } from '../decode/limits.js';
import { ApiError } from '../errors/api-error.js';
import { LmError } from '../errors/lm-error.js';
import { parseRetryAfter } from '../errors/parse-wait.js';
import { StreamError } from '../errors/stream-error.js';
import { describeJson } from '../json/describe-json.js';
import { readObject } from '../json/read-json.js';
import { EventSplitter } from './event-splitter.js';
import { openError } from './open-error.js';
import { parseError } from './parse-event.js';

/** Content types of the formats with events. */
const EVENT_TYPE = /^(text\/event-stream)|^application\/(?:x-)?ndjson/i;

/** The body of a response that contains events. */
export class EventBody {
  /** True if the body has ended. */
  isEnded = false;
  /** True if the consumer has canceled the body. */
  isCanceled = false;
  readonly #response: Promise<Response>;
  readonly #maxEventBytes: number;
  readonly #decoder = new TextDecoder();
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #splitter: EventSplitter | undefined;
  #texts: string[] = [];
  #failure: Error | undefined;

  #stop: () => void = () => {};
  /** Resolves when the body is canceled. */
  readonly #stopped = new Promise<void>((resolve) => {
    this.#stop = resolve;
  });

  constructor(response: Response | Promise<Response>, maxEventBytes: number) {
    this.#response = Promise.resolve(response);
    this.#maxEventBytes = maxEventBytes;
    // The promise may reject before the first read, which receives the error.
    this.#response.catch(() => {});
  }

  /** Waits for the response. Throws the error that it contains, or `unexpected_response` if it is not one of `toResponse`. */
  async open(): Promise<void> {
    const response = await Promise.race([this.#response, this.#stopped]);
    if (this.isCanceled) return;
    // JavaScript callers may pass something else, such as the body of a response.
    if (!isResponse(response)) {
      throw new LmError(
        'invalid_request',
        `The first argument of readStreamEvents() must be a Response or the promise of fetch(); received ${describeJson(response)}.`,
      );
    }
    const { body, status, headers } = response;
    if (response.bodyUsed || body?.locked === true) {
      throw new LmError(
        'invalid_request',
        'The body of the response was already read. A response can be read once. Pass it to readStreamEvents() first.',
      );
    }
    this.#reader = body?.getReader();
    const contentType = headers.get('content-type') ?? '';
    if (!response.ok) throw await this.#statusError(status, headers);
    const found = EVENT_TYPE.exec(contentType);
    if (found === null || body === null) {
      const received = body === null ? 'no body' : `content type ${JSON.stringify(contentType.slice(0, 100))}`;
      throw new ApiError(
        'unexpected_response',
        `The response has no events of lmux; received status ${status} and ${received}. Expected a response of toResponse() with the format "events" or "ndjson". Check the URL, and whether a proxy responded.`,
        { status },
      );
    }
    const isSse = found[1] !== undefined;
    const add = (text: string): unknown => this.#texts.push(text);
    this.#splitter = new EventSplitter(isSse, add, this.#maxEventBytes, () => this.#tooLong());
  }

  /** Returns the JSON texts of the events of one read, or `undefined` at the end of the body. */
  async read(): Promise<readonly string[] | undefined> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.isEnded || this.isCanceled || this.#reader === undefined) return undefined;
    const { done, value } = await this.#reader.read();
    this.isEnded = done;
    this.#texts = [];
    try {
      if (done) this.#splitter?.end();
      else this.#splitter?.push(this.#decoder.decode(value, { stream: true }));
    } catch (error) {
      // An event is too long. The events before it are delivered first.
      this.#failure = error as Error;
    }
    return this.isCanceled ? undefined : this.#texts;
  }

  /** Cancels the body, which closes the connection. Does nothing if it has ended. */
  async cancel(): Promise<void> {
    if (this.isCanceled) return;
    this.isCanceled = true;
    this.#stop();
    // A response that has not arrived is not waited for.
    if (this.#reader === undefined) void this.#discard();
    else await this.#reader.cancel().catch(() => {});
  }

  async #discard(): Promise<void> {
    try {
      const { body } = await this.#response;
      await body?.cancel();
    } catch {
      // There is no response, or its body belongs to another reader.
    }
  }

  /** Reads the body of an unsuccessful response, or the part of it that arrives in time. Throws only if the caller aborts the request. */
  async #errorText(): Promise<string> {
    let text = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const expired = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, ERROR_BODY_MS, undefined);
    });
    try {
      for (;;) {
        const read = await Promise.race([this.#reader?.read(), expired]);
        text += this.#decoder.decode(read?.value, { stream: read?.done === false });
        if (read?.done !== false || text.length >= MAX_ERROR_BODY_BYTES) return text;
      }
    } catch (error) {
      const failure = openError(error);
      if (failure.code === 'aborted') throw failure;
      return text;
    } finally {
      clearTimeout(timer);
    }
  }

  #tooLong(): StreamError {
    return new StreamError(
      'limit_exceeded',
      `An event of the response exceeds "maxEventBytes" (${this.#maxEventBytes}), so the connection was closed. Increase it if you expect events of this size.`,
    );
  }

  /** Returns the error in a response with an unsuccessful status. */
  async #statusError(status: number, headers: Headers): Promise<ApiError> {
    const rawBody = await this.#errorText();
    const own = parseError(jsonOf(rawBody), status);
    if (own !== undefined) return own;
    const retryAfterMs = parseRetryAfter(headers.get('retry-after') ?? '', Date.now());
    const contentType = JSON.stringify((headers.get('content-type') ?? '').slice(0, 100));
    return new ApiError(
      'unexpected_response',
      `The server responded with status ${status} and content type ${contentType}, which is not an error of lmux. Check the URL, and whether a proxy or another handler responded. The body is in "rawBody".`,
      { status, rawBody, retryAfterMs },
    );
  }
}

function isResponse(value: unknown): value is Response {
  return typeof readObject(readObject(value)['headers'])['get'] === 'function';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
