import { LineReader } from '../decode/line-reader.js';
import { StreamError } from '../errors/stream-error.js';

/** Splits the text of a body into the JSON texts of its events. */
export class EventSplitter {
  readonly #lines: LineReader;
  readonly #isSse: boolean;
  readonly #add: (text: string) => void;
  readonly #maxLength: number;
  /** The data of the current server-sent event. */
  #data = '';

  /** @param maxLength Maximum number of characters in an event. */
  constructor(isSse: boolean, add: (text: string) => void, maxLength: number) {
    this.#isSse = isSse;
    this.#add = add;
    this.#maxLength = maxLength;
    this.#lines = new LineReader({ line: (line) => this.#line(line), matchKnown: () => -1 }, maxLength);
  }

  push(text: string): void {
    this.#lines.push(text);
  }

  /** Ends the body. An event without its line end counts. */
  end(): void {
    this.#line(this.#lines.takeRest());
    this.#line('');
  }

  /**
   * Takes a line, which may end with the carriage return of a proxy. Server-sent events are read here and not by a library, because those of
   * `toResponse` use a small part of the format. Their other lines are comments and names.
   */
  #line(line: string): void {
    const isEmpty = line === '' || line === '\r';
    if (!this.#isSse) return isEmpty ? undefined : this.#add(line);
    if (line.startsWith('data:')) {
      // Between lines of data, there is a line feed.
      this.#data += `${this.#data === '' ? '' : '\n'}${line.slice('data:'.length)}`;
      if (this.#data.length > this.#maxLength) throw new StreamError('limit_exceeded', 'The event is too long.');
    } else if (isEmpty && this.#data !== '') {
      const data = this.#data;
      this.#data = '';
      this.#add(data);
    }
    return undefined;
  }
}
