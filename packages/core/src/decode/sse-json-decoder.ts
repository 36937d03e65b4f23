import { StreamError } from '../errors/stream-error.js';
import type { LmError } from '../errors/lm-error.js';
import { ByteText } from './byte-text.js';
import { SseReader } from './sse-reader.js';
import { StringBuilder } from './string-builder.js';
import type { ResponseContext } from './body-decoder.js';
import { JsonBodyDecoder } from './json-body-decoder.js';
import { bodyTooLarge, unexpectedStream } from './body-errors.js';
import { carriesError } from '../errors/error-body.js';
import { EventTemplate } from './event-template.js';
import type { SseJsonFormat } from './json-format.js';

/** Most characters of lines that are no fields that are kept to say what the server sent instead. */
const MAX_STRAY = 16_384;

const SPACE = 0x20;
const LAST_ASCII = 0x7f;

/** What the first characters of a body say that it is, whatever its content type claims. */
type Shape = 'unknown' | 'events' | 'json' | 'html';

/**
 * Bytes of an event stream with JSON in it to calls of a format. It sees through wrong content types, takes one JSON body
 * for the stream it should be, and finds errors in every form: as an event, as a field line, bare, as a page.
 */
export class SseJsonDecoder extends JsonBodyDecoder<SseJsonFormat> {
  readonly #context: ResponseContext;
  readonly #text = new ByteText();
  readonly #reader: SseReader;
  readonly #template: EventTemplate;
  #shape: Shape = 'unknown';
  #head = '';
  /** A body that is JSON or a page. */
  #whole: StringBuilder | undefined;
  #stray = '';
  /** Whether any event has come, be it one that only keeps the connection alive. */
  #begun = false;

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
  }

  end(): void {
    const rest = this.#text.end();
    if (rest !== '') this.#onText(rest);
    if (this.#shape === 'json' || this.#shape === 'html') return this.#endWhole();
    if (firstOf(this.#text.decode(this.#head)) !== undefined) this.#reader.push(this.#head);
    this.#reader.end();
    if (this.done) return;
    const error = this.#strayError();
    if (error !== undefined) throw error;
    if (this.format.isComplete()) return;
    // Where no event came at all, the lines that were no fields are the answer.
    if (!this.#begun && this.#stray !== '') throw unexpectedStream(this.#stray);
    const what = this.#begun ? 'The stream ended before its end mark' : 'The stream ended without a single event';
    throw new StreamError(
      'stream_truncated',
      `${what}: the server or something in between broke off. What had arrived is in "partial"; ask again.`,
    );
  }

  #onText(text: string): void {
    if (this.#shape === 'unknown') {
      const head = this.#head + text;
      this.#shape = this.#shapeOf(head);
      if (this.#shape === 'unknown') {
        this.#head = head.slice(-MAX_STRAY);
        return;
      }
      this.#head = '';
      text = head;
    }
    if (this.#shape === 'events') return this.#reader.push(text);
    this.#whole ??= new StringBuilder();
    this.#whole.add(text);
    if (this.#whole.length > this.#context.limits.maxBodyBytes) throw bodyTooLarge();
  }

  #shapeOf(head: string): Shape {
    const first = head.charCodeAt(0);
    // Nearly every body begins so, and nothing is to be searched then.
    if (first > SPACE && first <= LAST_ASCII) return shapeOf(head);
    // A character may be cut.
    return shapeOf(this.#text.decode(head.replace(/[\u0080-\u00FF]+$/, '')));
  }

  /** An event that differs from the last one by its text alone, where it stands. */
  #onKnown(text: string, from: number, name: string | undefined): number {
    const end = this.done ? -1 : this.#template.takeWithin(text, from, name);
    if (end !== -1) this.values += 1;
    return end;
  }

  #onEvent(data: string, rawName: string | undefined): void {
    if (this.done) return;
    // Pieces of one event may have been put together only now.
    if (this.#template.take(data, rawName)) {
      this.values += 1;
      return;
    }
    const trimmed = this.#text.decode(data).trim();
    if (trimmed === this.format.sentinel) {
      // Some servers end a failed stream as they end a good one, with the error's body bare before the mark.
      const error = this.#strayError();
      if (error !== undefined) throw error;
      this.done = true;
      return;
    }
    // Comments that a proxy has wrapped into data, and empty data of bad keep-alives.
    if (trimmed === '' || trimmed.startsWith(':')) return;
    const name = rawName === undefined ? undefined : this.#text.decode(rawName);
    let json: unknown;
    try {
      json = JSON.parse(trimmed);
    } catch {
      throw this.#unreadable(trimmed, name);
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
      `An event of the stream is not valid JSON (${data.length} characters). The server or a proxy has damaged it.`,
    );
  }

  #onStrayLine(line: string): void {
    if (this.done) return;
    // Builds of llama.cpp before September 2025 send errors as a field of their own.
    if (/^error\s*:/.test(line)) throw this.#context.apiErrorFromText(line.replace(/^error\s*:\s*/, ''));
    if (this.#stray.length < MAX_STRAY) this.#stray += `${line}\n`;
  }

  /** The error whose body the lines are that were no fields. */
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
    if (this.#shape === 'html') throw unexpectedStream(body);
    let json: unknown;
    try {
      json = JSON.parse(body);
    } catch {
      // It began as JSON and goes on as a stream: an error's body, bare, in front of the end mark.
      if (/^(?:data|event):/m.test(body)) return this.#endEvents(whole);
      throw new StreamError(
        'parse_error',
        'The server answered with something that is neither an event stream nor valid JSON.',
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

/** The first character that is no blank. */
function firstOf(text: string): string | undefined {
  return /[^\s\uFEFF]/.exec(text)?.[0];
}

function shapeOf(head: string): Shape {
  const first = firstOf(head);
  if (first === undefined) return 'unknown';
  if (first === '{' || first === '[') return 'json';
  return first === '<' ? 'html' : 'events';
}
