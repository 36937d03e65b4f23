import type { IncomingJson } from '../contract/json.js';
import type { LmError } from '../errors/lm-error.js';
import type { JsonPath } from './json-template.js';

/** What one kind of event stream means. */
export interface SseJsonFormat {
  /** Data that ends the stream, such as `[DONE]`; what follows is not read. */
  readonly sentinel?: string | undefined;
  /** An event's data, parsed, with the name of its `event:` line. Errors have been dealt with. */
  event(json: IncomingJson, name: string | undefined): void;
  /** The answer is one JSON body instead of a stream. Errors have been dealt with. */
  whole(json: IncomingJson): void;
  /** Whether the events so far make a complete answer, so that the connection may end without the sentinel. */
  complete(): boolean;
  /**
   * Looks at an event first; gives the error that it is. `undefined` leaves it to the forms that servers share, `null` says that it is
   * an event whatever it looks like: some servers go on after an error.
   */
  errorIn?(json: IncomingJson, name: string | undefined): LmError | null | undefined;
  /**
   * Where in an event the one string stands by which the next may differ from it; asked before `event`, which may change the JSON. An
   * event that differs by nothing else is not parsed: `again` gets it, in place of `errorIn` and `event`. `undefined` where the event
   * means more than that string, so that the next is to be looked at whole.
   */
  textIn?(json: IncomingJson, name: string | undefined): JsonPath | undefined;
  /** The event before this one has come once more, but for the string at the path that `textIn` gave. */
  again?(text: string): void;
}
