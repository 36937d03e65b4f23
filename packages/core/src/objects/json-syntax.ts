// What may come next, as error messages describe it.
export const VALUE = 'a value';
export const KEY = 'a key';
export const COLON = '":"';
export const COMMA = '","';
export const END = 'the end of the text';
export const IN_STRING = 'a valid character or escape';
export const IN_NUMBER = 'a number';

/** The literals by their first character. */
export const LITERALS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' };
