// What the next character belongs to.
export const STRUCTURE = 0;
export const STRING = 1;
export const NUMBER = 2;
export const LITERAL = 3;

export const LITERALS = ['true', 'false', 'null'];

// What may come next between strings, numbers and literals, as bits. Nothing may follow the complete value.
export const NOTHING = 0;
export const VALUE = 1;
export const KEY = 2;
export const AFTER_KEY = 4;
export const AFTER_VALUE = 8;
export const CLOSE = 16;

/** Describes what may come next for an error message. */
export function describeExpected(expected: number, isArray: boolean): string {
  const names = ['a value', 'a key', '":"', '","', isArray ? '"]"' : '"}"'];
  return names.filter((_, bit) => (expected & (1 << bit)) > 0).join(' or ') || 'the end of the text';
}
