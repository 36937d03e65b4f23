import { HiddenCharacters, viewsOf, type View } from './decoded-text.js';

/** Length of the indexed parts of a secret. Any quotation of at least this length is found. */
const PART = 8;

/** Minimum length of a beginning or end next to a mask that may also be punctuation, such as `...`. */
const SHORTEST_END = 4;

/** Maximum length of a secret whose Base64 forms are recognized. */
const MAX_ENCODED = 1024;

/** A shorter match of only letters may be a common word, unless it is the entire secret. */
const MIN_LETTERS = 12;

/** Matches what servers show in place of the hidden part of a key. */
const MASK =
  /[*•●∙·⋅＊█▪■◦○](?: ?[*•●∙·⋅＊█▪■◦○])+|\[[a-z .…]{1,12}\]|<[a-z .…]{1,12}>|…+|\.{2,}|x{3,}|_{3,}|-{3,}|#{3,}|~{3,}|$/gi;

/** Matches a mask that is never punctuation or markup. */
const CLEAR_MASK = /^(?:[*•●∙·⋅＊█▪■◦○] ?){3}/;

/** Matches a word of one case, or several with punctuation between them. */
const LETTERS = /^(?:[A-Z]?[a-z./-]+|[A-Z-]+)$/;

/** Matches a character of a word, also of one such as `context_length_exceeded`. */
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

const DIGIT = /\d/;

/** Returns a text in which upper and lower case, and Base64 and its form for URLs, do not differ. The length does not change. */
function fold(text: string): string {
  return text
    .replaceAll(/[A-ZÀ-Þ]+/g, (upper) => upper.toLowerCase())
    .replaceAll('-', '+')
    .replaceAll('_', '/');
}

/** Returns the Base64 of a secret inside other text: without the first and last characters, which depend on what surrounds it. */
function encodings(secret: string): string[] {
  if (secret.length > MAX_ENCODED) return [];
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret));
  return [0, 2, 3].map((start, before) =>
    btoa('\0'.repeat(before) + bytes).slice(start, Math.floor(((before + bytes.length) * 8) / 6)),
  );
}

/** The parts by which secrets are recognized. */
class SecretIndex {
  /** Secrets that their parts do not identify: short ones, and words. The value is the kind of characters that must not surround it. */
  readonly wholes = new Map<string, RegExp>();
  readonly parts = new Set<string>();
  /** Secrets whose beginnings and ends are recognized next to a mask. */
  readonly #split: string[] = [];

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) {
      // The scheme of a URL is not secret.
      const { text } = decoded(secret.replace(/^[a-z]{2,10}:\/\//i, ''));
      const folded = fold(text);
      if (folded === '') continue;
      // The scheme before a credential, such as "Bearer", is in many messages.
      const hasScheme = secrets.some((other) => secret.endsWith(` ${other}`));
      if (hasScheme || folded.length < PART || LETTERS.test(text))
        this.wholes.set(folded, LETTERS.test(text.toLowerCase().replaceAll('_', '-')) ? WORD_CHARACTER : DIGIT);
      if (hasScheme) continue;
      this.#split.push(folded);
      for (const form of [folded, ...encodings(secret).map(fold)])
        for (let at = 0; at + PART <= form.length; at += 1) this.parts.add(form.slice(at, at + PART));
    }
  }

  /** Returns true if a text is the beginning of a secret, but not a complete word of several, which is more likely a common word. */
  isHead(text: string): boolean {
    return this.#split.some((secret) => secret.startsWith(text) && (secret[text.length] ?? ' ') !== ' ');
  }

  /** Returns true if a text is the end of a secret, but not a complete word of several. */
  isTail(text: string): boolean {
    return this.#split.some((secret) => secret.endsWith(text) && (secret.at(-text.length - 1) ?? ' ') !== ' ');
  }
}

/** Returns a text with its escapes replaced, and without invisible characters. */
function decoded(text: string): View {
  return viewsOf(text).at(-1) ?? { text };
}

/** Marks a range as hidden. */
type Mark = (from: number, to: number) => void;

function markParts(folded: string, text: string, index: SecretIndex, mark: Mark): void {
  let from = -1;
  let to = -1;
  const flush = (): void => {
    const isWord = to - from < MIN_LETTERS && LETTERS.test(text.slice(from, to));
    if (from >= 0 && !isWord) mark(from, to);
  };
  for (let at = 0; at + PART <= folded.length; at += 1) {
    if (!index.parts.has(folded.slice(at, at + PART))) continue;
    if (at > to) {
      flush();
      from = at;
    }
    to = at + PART;
  }
  flush();
}

/** Returns true if a place is inside a word or number: the characters before and after it are of the same kind. */
function isInside(kind: RegExp, text: string, at: number): boolean {
  return kind.test(text[at - 1] ?? '') && kind.test(text[at] ?? '');
}

function markWholes(folded: string, text: string, index: SecretIndex, mark: Mark): void {
  for (const [secret, kind] of index.wholes) {
    for (let at = folded.indexOf(secret); at >= 0; at = folded.indexOf(secret, at + secret.length)) {
      const end = at + secret.length;
      // It may be a part of another word or number by chance.
      if (isInside(kind, text, at) || isInside(kind, text, end)) continue;
      mark(at, end);
    }
  }
}

/** Marks the beginnings and ends of secrets next to the masks that servers show in place of the rest. */
function markEnds(folded: string, text: string, index: SecretIndex, mark: Mark): void {
  for (const { 0: shown, index: start } of text.matchAll(MASK)) {
    const isClear = CLEAR_MASK.test(shown);
    const end = start + shown.length;
    // A space may separate them.
    const before = text[start - 1] === ' ' ? start - 1 : start;
    const after = text[end] === ' ' ? end + 1 : end;
    let from = before;
    let to = after;
    // Longer ones contain a part.
    for (let length = isClear ? 2 : SHORTEST_END; length < MIN_LETTERS; length += 1) {
      if (length <= before && index.isHead(folded.slice(before - length, before))) from = before - length;
      if (after + length <= text.length && index.isTail(folded.slice(after, after + length))) to = after + length;
    }
    // Next to punctuation, a short word is more likely a word than a part of a key, unless the other end is there too.
    const isKey = isClear || (from < before && to > after);
    for (const [first, last] of [
      [from, before],
      [after, to],
    ] as const)
      if (last > first && (isKey || last - first >= 6 || !LETTERS.test(text.slice(first, last)))) mark(first, last);
  }
}

/**
 * Returns a function that replaces secrets in a text with `***`: complete ones, any 8 characters of one, and shorter beginnings and ends next
 * to an ellipsis, asterisks or another mask. Escapes, Base64 and the case do not matter. Its time is proportional to the length of the text.
 */
export function secretHider(secrets: readonly string[]): (text: string) => string {
  const index = new SecretIndex(secrets.filter((secret) => secret.length >= 3));
  if (index.wholes.size + index.parts.size === 0) return (text) => text;
  return (text) => {
    const view = decoded(text);
    const folded = fold(view.text);
    const hidden = new HiddenCharacters(text);
    const mark: Mark = (from, to) => hidden.hide(view, from, to);
    markParts(folded, view.text, index, mark);
    markWholes(folded, view.text, index, mark);
    markEnds(folded, view.text, index, mark);
    return hidden.render('***');
  };
}
