import type { JsonFormat } from './json-format.js';
import { JsonTemplate } from './json-template.js';

/** Recognizes events that differ from the previous one only by their text, so that they need not be parsed. */
export class EventTemplate {
  readonly #format: JsonFormat;
  readonly #json: JsonTemplate;
  /** The `event:` line of the learned event. */
  #name: string | undefined;

  /**
   * @param decode Decodes a piece of the text, if the text is not decoded yet.
   * @param ending Text that follows the data of an event. Default: a blank line.
   */
  constructor(format: JsonFormat, decode: (text: string) => string, ending?: string) {
    this.#format = format;
    this.#json = new JsonTemplate(decode, ending);
  }

  /**
   * Reports an event whose data begins at `from` in the text, if it matches the learned one. Returns the offset after
   * the event, or -1 if it does not match.
   */
  takeWithin(text: string, from: number, name: string | undefined): number {
    const end = name === this.#name ? this.#json.matchWithin(text, from) : -1;
    if (end !== -1) this.#format.onText?.(this.#json.found, this.#json.foundSecond);
    return end;
  }

  /** Reports an event whose data has been extracted, if it matches the learned one. Returns true if it does. */
  take(data: string, name: string | undefined): boolean {
    const fits = name === this.#name && this.#json.match(data);
    if (fits) this.#format.onText?.(this.#json.found, this.#json.foundSecond);
    return fits;
  }

  /** Learns another event, because the next one may be similar. Must be called before the format receives the event. */
  learn(raw: { data: string; name: string | undefined }, json: unknown, name: string | undefined): void {
    this.#json.forget();
    if (this.#format.textPath === undefined || this.#format.onText === undefined || !this.#json.mayLearn) return;
    const path = this.#format.textPath(json, name);
    if (path !== undefined && this.#json.learn(raw.data, json, path, this.#format.secondPath)) this.#name = raw.name;
  }
}
