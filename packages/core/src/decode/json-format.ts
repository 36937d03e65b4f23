import type { PartialResponse } from '../contract/chat.js';
import type { LmError } from '../errors/lm-error.js';
import type { JsonPath } from './json-template.js';

/** The part of a format that is the same for events and for lines: see `SseJsonFormat` and `NdjsonFormat`. */
export interface JsonFormat {
  /**
   * Looks at a value first; gives the error that it is. `undefined` leaves it to the forms that servers share, `null` says that it is
   * a value like others whatever it looks like: some servers go on after an error.
   *
   * @param name The `event:` line of an event.
   */
  errorIn?(json: unknown, name?: string): LmError | null | undefined;
  /**
   * Where in a value the one string stands by which the next may differ from it; asked before `event` or `line`, which may change the
   * JSON. A value that differs by nothing else is not parsed: `onText` gets it, in place of `errorIn` and `event` or `line`. `undefined`
   * where the value means more than that string, so that the next is to be looked at whole.
   */
  textPath?(json: unknown, name?: string): JsonPath | undefined;
  /** Where a second string stands by which values may differ, a time mostly. It has to come before the other one. */
  readonly secondPath?: JsonPath | undefined;
  /** The value before this one has come once more, but for the string at `textPath`, and the one at `secondPath` if it has one. */
  onText?(text: string, second: string | undefined): void;
  /** The response is complete: emits what is still open. Throws where it turns out not to be whole. */
  finish?(): void;
  /** The consumer has canceled: nothing more is emitted. To be implemented where one value is emitted as several. */
  stop?(): void;
  /** What has arrived so far, for errors; `undefined` where nothing has. */
  partial?(): PartialResponse | undefined;
}

/** What one kind of event stream with JSON in it means. */
export interface SseJsonFormat extends JsonFormat {
  /** Data that ends the stream, such as `[DONE]`; what follows is not read. */
  readonly sentinel?: string | undefined;
  /**
   * Takes an event's data, parsed, with the name of its `event:` line. Errors have been dealt with. Gives false for an event that only
   * keeps the connection alive.
   */
  event(json: unknown, name: string | undefined): false | void;
  /** Takes a response that is one JSON body instead of a stream. Errors have been dealt with. */
  response(json: unknown): void;
  /** Whether the events so far make a complete response, so that the connection may end without the sentinel. */
  isComplete(): boolean;
}

/** What the lines of one kind of newline-delimited JSON mean. */
export interface NdjsonFormat extends JsonFormat {
  /** Takes a line, parsed. Errors have been dealt with. */
  line(json: unknown): void;
  /** Whether the lines so far are a whole response; what follows is not read. The body must not end before. */
  isComplete(): boolean;
}
