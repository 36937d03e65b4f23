import type { JsonFormat } from './json-format.js';
import { JsonTemplate } from './json-template.js';

/** Tells a format of events that differ from the one before by their text alone, without parsing them. */
export class EventTemplate {
  readonly #format: JsonFormat;
  readonly #json: JsonTemplate;
  /** The `event:` line of what was learned. */
  #name: string | undefined;

  /**
   * @param decode Decodes a piece of the texts, if they are not decoded yet.
   * @param ending What stands behind the data of an event within a text. Default: a blank line.
   */
  constructor(format: JsonFormat, decode: (text: string) => string, ending?: string) {
    this.#format = format;
    this.#json = new JsonTemplate(decode, ending);
  }

  /** Takes an event whose data begins in a text at `from`, if it is such a one: gives where the text goes on behind it, or -1. */
  takeWithin(text: string, from: number, name: string | undefined): number {
    const end = name === this.#name ? this.#json.matchWithin(text, from) : -1;
    if (end !== -1) this.#format.onText?.(this.#json.found, this.#json.foundSecond);
    return end;
  }

  /** The same for data that was cut out or put together before. */
  take(data: string, name: string | undefined): boolean {
    const fits = name === this.#name && this.#json.match(data);
    if (fits) this.#format.onText?.(this.#json.found, this.#json.foundSecond);
    return fits;
  }

  /** Another event has come: the next may be like that one. To be called before the format gets it. */
  learn(raw: { data: string; name: string | undefined }, json: unknown, name: string | undefined): void {
    this.#json.forget();
    if (this.#format.textPath === undefined || this.#format.onText === undefined || !this.#json.mayLearn) return;
    const path = this.#format.textPath(json, name);
    if (path !== undefined && this.#json.learn(raw.data, json, path, this.#format.secondPath)) this.#name = raw.name;
  }
}
