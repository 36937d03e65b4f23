/**
 * Words with the blank before them, runs of signs, runs of white space. Short runs only, so that a long word or a
 * base64 string costs several tokens as it does in a real model.
 */
const TOKEN = / ?[\p{L}\p{M}\p{N}]{1,12}| ?[^\s\p{L}\p{M}\p{N}]{1,4}|\s+/gu;

/** Splits text into tokens; joined again they give the text back exactly. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** How many tokens `text` has. */
export function countTokens(text: string): number {
  return tokenize(text).length;
}
