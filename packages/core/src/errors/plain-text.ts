/** Matches escape sequences of terminals, such as colors. */
const ANSI = /(?:\u001B\[|\u009B)[0-?]{0,64}[ -/]{0,8}[@-~]?/g;

/** Matches line breaks and other separators, which would let a server add a line to a log. */
const SEPARATORS = /[\t-\r\u0085\u2028\u2029]+/g;

/**
 * Matches characters without a glyph: control characters, soft hyphens, zero-width characters, overrides of the writing direction, tags and
 * halves of surrogate pairs.
 */
const INVISIBLE =
  /[\0-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E0FFF}]|\p{Surrogate}/gu;

/** Matches what `plainText` changes. Nearly no text has any of it, and one search is cheaper than three replacements. */
const UNSAFE = new RegExp(`${SEPARATORS.source}|${INVISIBLE.source}`, 'u');

/**
 * Returns a text as one line without characters that a terminal, a log or a reader could misinterpret: no control characters, no escape
 * sequences, no zero-width characters, no overrides of the writing direction. Line breaks and tabs become a space.
 */
export function plainText(text: string): string {
  if (!UNSAFE.test(text)) return text;
  return text.replaceAll(ANSI, '').replaceAll(SEPARATORS, ' ').replaceAll(INVISIBLE, '');
}
