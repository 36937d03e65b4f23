import type { PartialResponse } from '../contract/chat.js';
import type { LmError } from '../errors/lm-error.js';
import type { JsonPath } from './json-template.js';

/** The common part of `SseJsonFormat` and `NdjsonFormat`. */
export interface JsonFormat {
  /**
   * Examines a value first and returns the error that it describes. Return `undefined` to check for the error formats
   * that servers share. Return `null` if it is not an error, whatever it looks like, because some servers continue
   * after an error.
   *
   * @param name The `event:` line of an event.
   */
  errorIn?(json: unknown, name?: string): LmError | null | undefined;
  /**
   * Returns the path of the one string that is likely to differ in the next value. It is called before `event` or
   * `line`, which may change the JSON. If the next value differs only in this string, it is not parsed, and `onText` is
   * called instead of `errorIn` and `event` or `line`. Return `undefined` if the value contains more than this string,
   * so that the next one has to be parsed.
   */
  textPath?(json: unknown, name?: string): JsonPath | undefined;
  /** The path of a second string that may differ, usually a timestamp. It must come before the other string. */
  readonly secondPath?: JsonPath | undefined;
  /**
   * Takes a value that equals the previous one, except for the string at `textPath` and the string at `secondPath` if
   * there is one.
   */
  onText?(text: string, second: string | undefined): void;
  /**
   * Returns true if the values so far are a complete response, so that the body may end without an end marker.
   * Newline-delimited JSON ends there, and nothing is read after it.
   *
   * @param isLost True if the connection was lost. Return true then only if nothing is missing.
   */
  isComplete(isLost?: boolean): boolean;
  /** Emits what is still open, because the response is complete. Throws if the response turns out to be incomplete. */
  finish?(): void;
  /** Stops emitting, because the consumer has canceled. Implement it if one value can result in several events. */
  stop?(): void;
  /** Returns the partial response for errors, or `undefined` if nothing has arrived. */
  partial?(): PartialResponse | undefined;
}

/** Interprets the events of one kind of event stream that contains JSON. */
export interface SseJsonFormat extends JsonFormat {
  /** The data that ends the stream, such as `[DONE]`. Nothing is read after it. */
  readonly sentinel?: string | undefined;
  /**
   * Takes the parsed data of an event and the name from its `event:` line. Errors have already been handled. Returns
   * false for an event that only keeps the connection alive or was skipped.
   */
  event(json: unknown, name: string | undefined): false | void;
  /** Takes a response that is one JSON body instead of a stream. Errors have already been handled. */
  response(json: unknown): void;
  /**
   * The kind of data that may still follow: content (`incomplete`), probably no content (`likely`), only something else such as usage
   * (`complete`), or nothing (`final`). A response that is likely complete waits 10 s for more, a complete one 500 ms, and a final one not
   * at all. Read once after each network read. Default: only the sentinel and the end of the body complete the response.
   */
  readonly progress?: StreamProgress;
}

/** The kind of data that may still follow in a stream. */
export type StreamProgress = 'incomplete' | 'likely' | 'complete' | 'final';

/** Time in ms that a complete response may take to end, for example with a usage chunk. Heartbeats do not extend it. */
export const END_WAIT_MS = 500;

/** Interprets the lines of one kind of newline-delimited JSON. */
export interface NdjsonFormat extends JsonFormat {
  /** Takes a parsed line. Errors have already been handled. Returns false for a line that was skipped. */
  line(json: unknown): false | void;
}
