/** The longest beginning of a number. It is a number itself if it ends with a digit. */
const PREFIX = /-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE][+-]?\d*)?)?|[eE][+-]?\d*)?)?/y;

/** Integers up to this length are read digit by digit, which is faster than a regular expression. */
const MAX_DIGITS = 9;

/** Returns true for the characters of numbers, and for a slash, with which a number is invalid. */
function isInNumber(code: number): boolean {
  return (code > 0x2c && code < 0x3a) || code === 0x2b || (code | 0x20) === 0x65;
}

/** Returns the index of the first character from `start` that is not part of a number, or the length of the text. */
export function endOfNumber(text: string, start: number): number {
  let index = start;
  while (isInNumber(text.charCodeAt(index))) index += 1;
  return index;
}

/** Returns the number in a text that begins with a digit or a minus, or else the beginning of the text that is the beginning of a number. */
export function readNumber(text: string): number | string {
  const length = Math.min(text.length, MAX_DIGITS);
  let integer = 0;
  let index = 0;
  while (index < length) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9 || (integer === 0 && index > 0)) break;
    integer = integer * 10 + digit;
    index += 1;
  }
  if (index === text.length) return integer;
  PREFIX.lastIndex = 0;
  PREFIX.test(text);
  const isNumber = PREFIX.lastIndex === text.length && !Number.isNaN(Number(text.slice(-1)));
  return isNumber ? Number(text) : text.slice(0, PREFIX.lastIndex);
}
