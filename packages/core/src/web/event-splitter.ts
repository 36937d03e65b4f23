import { LineReader } from '../decode/line-reader.js';

/** Splits the text of a body into the JSON texts of its events. */
export class EventSplitter {
  readonly #lines: LineReader;
  readonly #isSse: boolean;
  readonly #add: (text: string) => void;
  readonly #maxLength: number;
  readonly #tooLong: () => Error;
  /** The data of the current server-sent event. */
  #data = '';

  /**
   * @param maxLength Maximum number of characters in an event, and in a line.
   * @param tooLong Returns the error to throw for a longer one.
   */
  constructor(isSse: boolean, add: (text: string) => void, maxLength: number, tooLong: () => Error) {
    this.#isSse = isSse;
    this.#add = add;
    this.#maxLength = maxLength;
    this.#tooLong = tooLong;
    this.#lines = new LineReader({ line: (line) => this.#line(line), matchKnown: () => -1, tooLong }, maxLength);
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
      if (this.#data.length > this.#maxLength) throw this.#tooLong();
    } else if (isEmpty && this.#data !== '') {
      const data = this.#data;
      this.#data = '';
      this.#add(data);
    }
    return undefined;
  }
}
