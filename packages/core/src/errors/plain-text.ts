/** Matches escape sequences of terminals, such as colors. */
// oxlint-disable-next-line no-control-regex -- finds them to remove them
export const ANSI = /(?:\u001B\[|\u009B)[0-?]{0,64}[ -/]{0,8}[@-~]?/g;

/** Matches line breaks and other separators, which would let a server add a line to a log. */
const SEPARATORS = /[\t-\r\u0085\u2028\u2029]+/g;

/**
 * Matches characters without a glyph, except for separators: control characters, zero-width characters, overrides of the writing direction,
 * and halves of surrogate pairs.
 */
export const INVISIBLE = /(?![\t-\r\u0085])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Returns a text as one line without characters that a terminal, a log or a reader could misinterpret: no control characters, no escape
 * sequences, no zero-width characters, no overrides of the writing direction. Line breaks and tabs become a space.
 */
export function plainText(text: string): string {
  return text.replaceAll(ANSI, '').replaceAll(INVISIBLE, '').replaceAll(SEPARATORS, ' ');
}
