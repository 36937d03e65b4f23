import type { JsonPath } from './value-builder.js';

/** Options of a `PartialJsonParser`. */
export interface PartialJsonParserOptions {
  /**
   * Maximum number of objects and arrays inside each other. A deeper value fails with `limit_exceeded`. `Infinity` permits all.
   * The constructor throws `invalid_request` if it is not a number from 0.
   *
   * @defaultValue 128
   */
  readonly maxDepth?: number | undefined;
  /**
   * Maximum length of the text, in UTF-16 code units as in `text.length`. A longer text fails with `limit_exceeded`. `Infinity` permits all.
   * The constructor throws `invalid_request` if it is not a number from 0.
   *
   * @defaultValue 16,777,216
   */
  readonly maxChars?: number | undefined;
  /**
   * Called with the new part of a string value during `write()`, at most once for each string. All parts of a string make up the string. Use it
   * for long strings, because whoever reads a growing string after each piece reads all of it each time.
   *
   * @param path The keys and indexes that lead to the string.
   */
  readonly onStringDelta?: ((delta: string, path: JsonPath) => void) | undefined;
  /**
   * Called when a value begins: once its first character is known.
   *
   * @param path The keys and indexes that lead to the value. Empty for the top-level value.
   * @param position The position of its first character in the text, in UTF-16 code units from 0.
   */
  readonly onValueStart?: ((path: JsonPath, position: number) => void) | undefined;
  /**
   * Called with each value that is complete. Values inside others come first. Snapshots and the complete value share it, so do not change it. Use
   * it for the items of long arrays, because each snapshot that contains an open array copies the list of its items.
   *
   * @param path The keys and indexes that lead to the value. Empty for the top-level value.
   * @param position The position after its last character, in UTF-16 code units from 0.
   */
  readonly onValueEnd?: ((value: unknown, path: JsonPath, position: number) => void) | undefined;
}
