import { COMMA, LETTER_E, NINE, PLUS } from './char-codes.js';

/** The longest beginning of a number. It is a number itself if it ends with a digit. */
const PREFIX = /^-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE][+-]?\d*)?)?|[eE][+-]?\d*)?)?/;

/** Returns true for the characters of numbers, and for a slash, with which `readNumber` finds no number. */
export function isInNumber(code: number): boolean {
  return (code > COMMA && code <= NINE) || code === PLUS || (code | 0x20) === LETTER_E;
}

/**
 * Returns the number in a text.
 *
 * @param fail Throws the error of a text that is not a number in JSON, with the length of its beginning that is one.
 */
export function readNumber(text: string, fail: (length: number) => never): number {
  const value = Number(text);
  // Most numbers are written as JavaScript writes them, which is faster to check.
  if (String(value) === text) return value;
  const { length } = PREFIX.exec(text)?.[0] ?? '';
  return length === text.length && /\d$/.test(text) ? value : fail(length);
}
