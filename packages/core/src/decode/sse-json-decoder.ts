import { StreamError } from '../errors/stream-error.js';
import type { LmError } from '../errors/lm-error.js';
import { ByteText, wholeCharacters } from './byte-text.js';
import { SseReader } from './sse-reader.js';
import { StringBuilder } from './string-builder.js';
import type { ResponseContext } from './body-decoder.js';
import { JsonBodyDecoder } from './json-body-decoder.js';
import { bodyTooLarge, unexpectedStream } from './body-errors.js';
import { carriesError } from '../errors/error-body.js';
import { EventTemplate } from './event-template.js';
import { END_WAIT_MS, type SseJsonFormat, type StreamProgress } from './json-format.js';

/**
 * Maximum number of characters that are kept of lines that are not fields, to report what the server sent instead of
 * events.
 */
const MAX_STRAY = 16_384;

const SPACE = 0x20;
const LAST_ASCII = 0x7f;

/** Time in ms to wait for the end of a stream. Some servers send `stop` with the first of several chunks, seconds before the next one. */
const WAITS_MS: { readonly [Progress in StreamProgress]: number } = {
  incomplete: 0,
  likely: 10_000,
  complete: END_WAIT_MS,
  final: 0,
};

/** The format of a body according to its first characters, regardless of its content type. */
type Shape = 'unknown' | 'events' | 'json' | 'html';

/**
 * Decodes an event stream that contains JSON and passes its events to a format. It does not depend on a correct content
 * type, accepts one JSON body in place of a stream, and finds errors in every form: as an event, as a field line, as
 * bare JSON, or as a page.
 */
export class SseJsonDecoder extends JsonBodyDecoder<SseJsonFormat> {
  endWaitMs = 0;
  readonly #context: ResponseContext;
  readonly #text = new ByteText();
  readonly #reader: SseReader;
  readonly #template: EventTemplate;
  #shape: Shape = 'unknown';
  #head = '';
  /** The end of the text so far, if it may be the beginning of a character. */
  #cut = '';
  /** A body that is JSON or an HTML page. */
  #whole: StringBuilder | undefined;
  #stray = '';
  /** True after the first event, even if it only keeps the connection alive. */
  #begun = false;
  /** True if what remains at the end follows a complete response. Its last event may have been cut. */
  #isTail = false;

  constructor(format: SseJsonFormat, context: ResponseContext) {
    super(format);
    this.#context = context;
    this.#template = new EventTemplate(format, this.#text.decode);
    this.#reader = new SseReader(
      {
        event: (data, name) => this.#onEvent(data, name),
        strayLine: (line) => this.#onStrayLine(this.#text.decode(line)),
        matchKnown: (text, from, name) => this.#onKnown(text, from, name),
      },
      context.limits.maxEventBytes,
    );
  }

  push(bytes: Uint8Array): void {
    this.#onText(this.#text.read(bytes));
    const { progress } = this.format;
    this.endWaitMs = progress === undefined ? 0 : WAITS_MS[progress];
    if (progress === 'final') this.done = true;
  }

  end(): void {
    const rest = this.#text.end();
    if (rest !== '') this.#onText(rest);
    if (this.#shape === 'json' || this.#shape === 'html') return this.#endWhole();
    this.#isTail = this.format.isComplete();
    if (firstOf(this.#text.decode(this.#head)) !== undefined) this.#reader.push(this.#head);
    this.#reader.end();
    if (this.done) return;
    const error = this.#strayError();
    if (error !== undefined) throw error;
    if (this.format.isComplete()) return;
    // If there was no event at all, the response consists of the lines that are not fields.
    if (!this.#begun && this.#stray !== '') throw unexpectedStream(this.#stray, this.#context);
    const what = this.#begun ? 'The stream ended before its end marker' : 'The stream ended without a single event';
    throw new StreamError(
      'stream_truncated',
      `${what}. The server or a proxy closed the connection early. Any text received so far is in "partial". Retry the request.`,
    );
  }

  #onText(text: string): void {
    if (this.#shape === 'unknown') {
      this.#shape = this.#shapeOf(text);
      const head = this.#head + text;
      if (this.#shape === 'unknown') {
        // Cut only now and then, because cutting copies the whole.
        this.#head = head.length > 2 * MAX_STRAY ? head.slice(-MAX_STRAY) : head;
        return;
      }
      this.#head = '';
      text = head;
    }
    if (this.#shape === 'events') return this.#reader.push(text);
    this.#whole ??= new StringBuilder();
    this.#whole.add(text);
    const { maxBodyBytes } = this.#context.limits;
    if (this.#whole.length > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  }

  /** Returns the shape according to further text. Everything before it was whitespace and is not examined again. */
  #shapeOf(text: string): Shape {
    const first = text.charCodeAt(0);
    // Nearly every body begins with such a character, and then nothing has to be searched.
    if (first > SPACE && first <= LAST_ASCII) return shapeOf(text);
    const further = this.#cut + text;
    const end = wholeCharacters(further);
    this.#cut = further.slice(end);
    return shapeOf(this.#text.decode(further.slice(0, end)));
  }

  /** Matches an event at an offset in the text that differs from the previous one only by its text. */
  #onKnown(text: string, from: number, name: string | undefined): number {
    const end = this.done ? -1 : this.#template.takeWithin(text, from, name);
    if (end !== -1) this.values += 1;
    return end;
  }

  #onEvent(data: string, rawName: string | undefined): void {
    if (this.done) return;
    // The event may have been split between reads.
    if (this.#template.take(data, rawName)) {
      this.values += 1;
      return;
    }
    const trimmed = this.#text.decode(data).trim();
    if (trimmed === this.format.sentinel) {
      // Some servers end a failed stream with the end marker too, and send the error as bare JSON before it.
      const error = this.#strayError();
      if (error !== undefined) throw error;
      this.done = true;
      return;
    }
    // A comment that a proxy wrapped into data, or the empty data of an invalid keep-alive.
    if (trimmed === '' || trimmed.startsWith(':')) return;
    const name = rawName === undefined ? undefined : this.#text.decode(rawName);
    let json: unknown;
    try {
      json = JSON.parse(trimmed);
    } catch {
      const error = this.#unreadable(trimmed, name);
      if (this.#isTail && error.code === 'parse_error') return;
      throw error;
    }
    this.#begun = true;
    const own = this.format.errorIn?.(json, name);
    const error = own === undefined ? this.#errorIn(json, name) : own;
    if (error) throw error;
    this.#template.learn({ data, name: rawName }, json, name);
    if (this.format.event(json, name) !== false) this.values += 1;
  }

  #errorIn(json: unknown, name: string | undefined): LmError | undefined {
    return name === 'error' || carriesError(json) ? this.#context.apiError(json) : undefined;
  }

  #unreadable(data: string, name: string | undefined): LmError {
    if (name === 'error' || /^error\b/i.test(data))
      return this.#context.apiErrorFromText(data.replace(/^error:\s*/i, ''));
    return new StreamError(
      'parse_error',
      `An event of the stream is not valid JSON (${data.length} characters). The server or a proxy sent damaged data. Retry the request, or check the server's log.`,
    );
  }

  #onStrayLine(line: string): void {
    if (this.done) return;
    // llama.cpp before September 2025 sends errors as a field named "error".
    if (/^error\s*:/.test(line)) throw this.#context.apiErrorFromText(line.replace(/^error\s*:\s*/, ''));
    if (this.#stray.length < MAX_STRAY) this.#stray += `${line}\n`;
  }

  /** Returns the error that the lines that are not fields describe, or `undefined`. */
  #strayError(): LmError | undefined {
    const stray = this.#stray.trim();
    if (!/^[{[]/.test(stray)) return undefined;
    try {
      const json: unknown = JSON.parse(stray);
      return carriesError(json) ? this.#context.apiError(json) : undefined;
    } catch {
      return undefined;
    }
  }

  #endWhole(): void {
    const whole = this.#whole?.take() ?? '';
    const body = this.#text.decode(whole).replace(/^\uFEFF/, '');
    if (this.#shape === 'html') throw unexpectedStream(body, this.#context);
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      // It begins as JSON and continues as a stream: an error as bare JSON before the end marker.
      if (/^(?:data|event):/m.test(body)) return this.#endEvents(whole);
      throw new StreamError(
        'parse_error',
        'The response is neither an event stream nor valid JSON. Check that "baseUrl" is the address of the API.',
      );
    }
    if (carriesError(json)) throw this.#context.apiError(json);
    this.values += 1;
    this.format.response(json);
    this.done = true;
  }

  #endEvents(body: string): void {
    this.#shape = 'events';
    this.#reader.push(body);
    this.end();
  }
}

/** Returns the first character that is not whitespace. */
function firstOf(text: string): string | undefined {
  return /[^\s\uFEFF]/.exec(text)?.[0];
}

function shapeOf(head: string): Shape {
  const first = firstOf(head);
  if (first === undefined) return 'unknown';
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'html' : 'events';
}
