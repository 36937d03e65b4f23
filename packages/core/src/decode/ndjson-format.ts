import type { IncomingJson } from '../contract/json.js';
import type { LmError } from '../errors/lm-error.js';
import type { JsonPath } from './json-template.js';

/** What the lines of one kind of newline-delimited JSON mean. */
export interface NdjsonFormat {
  /** A line, parsed. Errors have been dealt with. */
  line(json: IncomingJson): void;
  /** Whether the lines so far are a whole answer; what follows is not read. The body must not end before. */
  complete(): boolean;
  /**
   * Looks at a line first; gives the error that it is. `undefined` leaves it to the forms that servers share, `null` says that it is
   * a line like others whatever it looks like.
   */
  errorIn?(json: IncomingJson): LmError | null | undefined;
  /**
   * Where in a line the one string stands by which the next may differ from it; asked before `line`, which may change the JSON. A line
   * that differs by nothing else is not parsed: `again` gets it, in place of `errorIn` and `line`. `undefined` where the line means more
   * than that string, so that the next is to be looked at whole.
   */
  textIn?(json: IncomingJson): JsonPath | undefined;
  /** Where a second string stands by which lines may differ, a time mostly. It has to come before the other one. */
  readonly besidePath?: JsonPath | undefined;
  /** The line before this one has come once more, but for the string at the path of `textIn`, and the one at `besidePath` if it has one. */
  again?(text: string, beside: string | undefined): void;
}
