import type { IncomingJson } from '../contract/json.js';
import { JsonTemplate, type JsonPath } from './json-template.js';

/** What is asked of a format of events or lines: see `SseJsonFormat` and `NdjsonFormat`. */
export interface RepeatingFormat {
  textIn?(json: IncomingJson, name: string | undefined): JsonPath | undefined;
  readonly besidePath?: JsonPath | undefined;
  again?(text: string, beside: string | undefined): void;
}

/** Tells a format of events that differ from the one before by their text alone, without parsing them. */
export class EventTemplate {
  readonly #format: RepeatingFormat;
  readonly #json: JsonTemplate;
  /** The `event:` line of what was learned. */
  #name: string | undefined;

  /**
   * @param meaning What a piece of the texts means, if they are not decoded yet.
   * @param ending What stands behind the data of an event within a text. Default: a blank line.
   */
  constructor(format: RepeatingFormat, meaning: (text: string) => string, ending?: string) {
    this.#format = format;
    this.#json = new JsonTemplate(meaning, ending);
  }

  /** Takes an event whose data begins in a text at `from`, if it is such a one: gives where the text goes on behind it, or -1. */
  takeWithin(text: string, from: number, name: string | undefined): number {
    const end = name === this.#name ? this.#json.matchWithin(text, from) : -1;
    if (end !== -1) this.#format.again?.(this.#json.found, this.#json.foundBeside);
    return end;
  }

  /** The same for data that was cut out or put together before. */
  take(data: string, name: string | undefined): boolean {
    const fits = name === this.#name && this.#json.match(data);
    if (fits) this.#format.again?.(this.#json.found, this.#json.foundBeside);
    return fits;
  }

  /** Another event has come: the next may be like that one. To be called before the format gets it. */
  learn(raw: { data: string; name: string | undefined }, json: IncomingJson, name: string | undefined): void {
    this.#json.forget();
    if (this.#format.textIn === undefined || !this.#json.eager) return;
    const path = this.#format.textIn(json, name);
    if (path !== undefined && this.#json.learn(raw.data, json, path, this.#format.besidePath)) this.#name = raw.name;
  }
}
