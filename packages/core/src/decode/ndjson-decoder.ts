import { StreamError } from '../errors/stream-error.js';
import { ByteText } from './byte-text.js';
import { LineReader } from './line-reader.js';
import { StringBuilder } from './string-builder.js';
import type { ResponseContext } from './body-decoder.js';
import { JsonBodyDecoder } from './json-body-decoder.js';
import { bodyTooLarge, unexpectedStream } from './body-errors.js';
import { carriesError } from '../errors/error-body.js';
import { looksLikeHtml } from '../errors/error-text.js';
import { EventTemplate } from './event-template.js';
import type { NdjsonFormat } from './json-format.js';

/** Matches the first line of a JSON body that has several lines: only its opening brackets. */
const BEGINS_PRETTY = /^[{[][\s{[]*$/;

/**
 * Decodes newline-delimited JSON and passes the lines to a format. Like `SseJsonDecoder`, it accepts one JSON body in
 * place of a stream, and finds errors in every form: as a line, as a body, or as a page.
 */
export class NdjsonDecoder extends JsonBodyDecoder<NdjsonFormat> {
  readonly #context: ResponseContext;
  readonly #text = new ByteText();
  readonly #reader: LineReader;
  readonly #template: EventTemplate;
  /** True if a line was JSON, but not a line of the format. */
  #hasSkipped = false;
  /** A body that is one JSON value with several lines. */
  #whole: StringBuilder | undefined;

  constructor(format: NdjsonFormat, context: ResponseContext) {
    super(format);
    this.#context = context;
    this.#template = new EventTemplate(format, this.#text.decode, '\n');
    this.#reader = new LineReader(
      { line: (line) => this.#onLine(line), matchKnown: (text, from) => this.#onKnown(text, from), tooLong },
      context.limits.maxEventBytes,
    );
  }

  push(bytes: Uint8Array): void {
    this.#onText(this.#text.read(bytes));
  }

  end(): void {
    const rest = this.#text.end();
    if (rest !== '') this.#onText(rest);
    if (this.done) return;
    if (this.#whole === undefined) this.#endLines(this.#decode(this.#reader.takeRest()));
    else this.#take(this.#parsedBody(this.#decode(this.#whole.take() + this.#reader.takeRest())));
    if (this.done) return;
    if (this.values === 0 && this.#hasSkipped) throw withoutObject();
    const what = this.values === 0 ? 'The stream ended without a single line' : 'The stream ended before its last line';
    throw new StreamError(
      'stream_truncated',
      `${what}. The server or a proxy closed the connection early. Any text received so far is in "partial". Retry the request.`,
    );
  }

  #onText(text: string): void {
    if (this.#whole === undefined) return this.#reader.push(text);
    // The rest of the read in which the body turned out to be one JSON value.
    this.#whole.add(this.#reader.takeRest());
    this.#whole.add(text);
    const { maxBodyBytes } = this.#context.limits;
    if (this.#whole.length > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  }

  /** Matches a line at an offset in the text that differs from the previous one only by its text. */
  #onKnown(text: string, from: number): number {
    const end = this.done || this.#whole !== undefined ? -1 : this.#template.takeWithin(text, from, undefined);
    if (end !== -1) this.values += 1;
    return end;
  }

  #onLine(raw: string): void {
    if (this.done) return;
    // Further lines of the first read of a JSON body.
    if (this.#whole !== undefined) return this.#onText(`${raw}\n`);
    const data = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    // A flood of blank lines must cost little.
    if (data === '') return;
    // The line may have been split between reads.
    if (this.#template.take(data, undefined)) {
      this.values += 1;
      return;
    }
    const line = this.#decode(data);
    if (line === '') return;
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch {
      return this.#unreadable(line, raw);
    }
    this.#take(json, data);
  }

  #take(json: unknown, data?: string): void {
    const own = this.format.errorIn?.(json);
    const error = own === undefined && carriesError(json) ? this.#context.apiError(json) : own;
    if (error) throw error;
    if (data !== undefined) this.#template.learn({ data, name: undefined }, json, undefined);
    if (this.format.line(json) === false) this.#hasSkipped = true;
    else this.values += 1;
    // Never set back to false, because the consumer may have canceled in the meantime.
    if (this.format.isComplete()) this.done = true;
  }

  #unreadable(line: string, raw: string): void {
    // The title of a page may be on a later line.
    if (this.values === 0 && (BEGINS_PRETTY.test(line) || looksLikeHtml(line))) {
      this.#whole = new StringBuilder();
      return this.#onText(`${raw}\n`);
    }
    if (this.values === 0 && !/^[{[]/.test(line)) throw this.#unexpected(line);
    throw new StreamError(
      'parse_error',
      `A line of the stream is not valid JSON (${line.length} characters). The server or a proxy sent damaged data. Retry the request, or check the server's log.`,
    );
  }

  /** Takes the rest of the body: the last line without a line feed, or part of a line if the body was truncated. */
  #endLines(rest: string): void {
    let json: unknown;
    try {
      json = JSON.parse(rest);
    } catch {
      if (this.values === 0 && rest !== '' && !/^[{[]/.test(rest)) throw this.#unexpected(rest);
      return;
    }
    this.#take(json);
  }

  #unexpected(body: string): StreamError {
    return unexpectedStream(body, this.#context, 'a stream of JSON lines');
  }

  #parsedBody(body: string): unknown {
    try {
      return JSON.parse(body);
    } catch {
      if (looksLikeHtml(body)) throw this.#unexpected(body);
      throw new StreamError(
        'parse_error',
        'The response is neither a stream of JSON lines nor valid JSON. Check that "baseUrl" is the address of the API.',
      );
    }
  }

  /** Decodes a text without the whitespace around it and without a byte order mark. */
  #decode(text: string): string {
    return this.#text.decode(text).trim();
  }
}

function withoutObject(): StreamError {
  return new StreamError(
    'unexpected_response',
    'The stream contains JSON, but no JSON object. Check that "baseUrl" is the address of the API.',
  );
}

function tooLong(): StreamError {
  return new StreamError(
    'limit_exceeded',
    'A line of the stream exceeds "limits.maxEventBytes", so the connection was closed. Increase the limit if you expect lines of this size.',
  );
}
