/** Length of the indexed parts of a secret. Any quotation of at least this length is found. */
const PART = 8;

/** Maximum length of the beginnings and ends that are recognized next to a mask. Longer ones contain an indexed part. */
const LONGEST_END = PART - 1;

/** Minimum length of a beginning or end next to a mask that may also be punctuation, such as `...`. */
const SHORTEST_END = 4;

/** Maximum length of a secret whose Base64 forms are recognized. */
const MAX_ENCODED = 1024;

/** A shorter match of only letters may be a common word, unless it is the entire secret. */
const MIN_LETTERS = 12;

/** Matches the escapes of URLs, JSON, JavaScript and HTML. */
const ESCAPE = /%[\da-f]{2}|\\u[\da-f]{4}|\\x[\da-f]{2}|\\["'\\/]|&#x?[\da-f]{1,6};|&(?:amp|lt|gt|quot|apos);/gi;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Matches what servers show in place of the hidden part of a key. */
const MASK = /[*•●∙·⋅＊█▪■◦○]{2,}|\[[a-z .…]{1,12}\]|<[a-z .…]{1,12}>|…+|\.{2,}|x{3,}|_{3,}|-{3,}|#{3,}|~{3,}|$/gi;

/** Matches a mask that is never punctuation or markup. */
const CLEAR_MASK = /^[*•●∙·⋅＊█▪■◦○]{3}/;

/** Matches a word of one case, or several with punctuation between them. */
const LETTERS = /^(?:[A-Z]?[a-z./-]+|[A-Z-]+)$/;

/** A text without escapes. */
interface Decoded {
  readonly text: string;
  /** Offset of each character in the original, and the length of the original at the end. `undefined` if there was no escape. */
  readonly offsets: Uint32Array | undefined;
}

function unescaped(escape: string): string {
  if (escape.startsWith('&')) {
    const name = escape.slice(1, -1).toLowerCase();
    const known = ENTITIES[name];
    if (known !== undefined) return known;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    // Characters of two units cannot occur in a header or a URL.
    return code <= 0xff_ff ? String.fromCharCode(code) : ' ';
  }
  const digits = /(?<![\da-f])[\da-f]+$/i.exec(escape);
  return escape.length > 2 && digits !== null ? String.fromCharCode(Number.parseInt(digits[0], 16)) : (escape[1] ?? '');
}

/** Decodes the escapes of a text once. */
function decodeOnce(from: Decoded): Decoded {
  const { text, offsets } = from;
  if (!/[%\\&]/.test(text)) return from;
  const pieces: string[] = [];
  const kept = new Uint32Array(text.length + 1);
  let length = 0;
  let read = 0;
  const copyTo = (end: number): void => {
    pieces.push(text.slice(read, end));
    for (; read < end; read += 1) kept[length++] = offsets?.[read] ?? read;
  };
  for (const { 0: escape, index } of text.matchAll(ESCAPE)) {
    copyTo(index);
    pieces.push(unescaped(escape));
    kept[length++] = offsets?.[index] ?? index;
    read = index + escape.length;
  }
  copyTo(text.length);
  kept[length++] = offsets?.[text.length] ?? text.length;
  return { text: pieces.join(''), offsets: kept.subarray(0, length) };
}

/** Decodes the escapes of a text, up to three levels, such as JSON within JSON within a URL. */
function decode(text: string): Decoded {
  let decoded: Decoded = { text, offsets: undefined };
  for (let level = 0; level < 3; level += 1) {
    const next = decodeOnce(decoded);
    if (next.text.length === decoded.text.length) break;
    decoded = next;
  }
  return decoded;
}

/** Returns a text in which upper and lower case, and Base64 and its form for URLs, do not differ. The length does not change. */
function fold(text: string): string {
  return text
    .replaceAll(/[A-ZÀ-ÖØ-Þ]+/g, (upper) => upper.toLowerCase())
    .replaceAll('-', '+')
    .replaceAll('_', '/');
}

/** Returns the text as UTF-8, one character per byte. */
function toBytes(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Returns the Base64 of bytes inside other bytes: without the first and last characters, which depend on what surrounds them. */
function encodings(bytes: string): string[] {
  if (bytes.length > MAX_ENCODED) return [];
  return [0, 2, 3].map((start, before) =>
    btoa('\0'.repeat(before) + bytes).slice(start, Math.floor(((before + bytes.length) * 8) / 6)),
  );
}

/** The parts by which secrets are recognized. */
class SecretIndex {
  /** Secrets that their parts do not identify: short ones, and words. */
  readonly wholes = new Set<string>();
  readonly parts = new Set<string>();
  readonly heads = new Set<string>();
  readonly tails = new Set<string>();

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) {
      if (secret.length < 3) continue;
      // The scheme before a credential, such as "Bearer", is in many messages.
      if (secrets.some((other) => other.length >= 3 && secret.endsWith(` ${other}`))) {
        this.wholes.add(fold(decode(secret).text));
        continue;
      }
      const bytes = toBytes(secret);
      // The scheme of a URL is not secret.
      this.#add(decode(secret.replace(/^[a-z]{2,10}:\/\//i, '')).text);
      // A secret with other characters than ASCII may be shown as its bytes.
      if (bytes !== secret) this.#add(bytes);
      for (const encoding of encodings(bytes)) this.#addParts(fold(encoding));
    }
  }

  #add(secret: string): void {
    const folded = fold(secret);
    if (folded.length < PART || LETTERS.test(secret)) this.wholes.add(folded);
    this.#addParts(folded);
    for (let length = 2; length <= Math.min(LONGEST_END, folded.length - 1); length += 1) {
      this.heads.add(folded.slice(0, length));
      this.tails.add(folded.slice(-length));
    }
  }

  #addParts(folded: string): void {
    for (let at = 0; at + PART <= folded.length; at += 1) this.parts.add(folded.slice(at, at + PART));
  }
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

function markWholes(folded: string, index: SecretIndex, mark: Mark): void {
  for (const secret of index.wholes) {
    const isWord = secret.length < PART && LETTERS.test(secret);
    for (let at = folded.indexOf(secret); at >= 0; at = folded.indexOf(secret, at + secret.length)) {
      const end = at + secret.length;
      // A short word may be a part of another word by chance.
      if (isWord && (/\w/.test(folded[at - 1] ?? '') || /\w/.test(folded[end] ?? ''))) continue;
      mark(at, end);
    }
  }
}

/** Marks the beginnings and ends of secrets next to the masks that servers show in place of the rest. */
function markEnds(folded: string, text: string, index: SecretIndex, mark: Mark): void {
  for (const { 0: shown, index: start } of text.matchAll(MASK)) {
    const shortest = CLEAR_MASK.test(shown) ? 2 : SHORTEST_END;
    const end = start + shown.length;
    // A space may separate them.
    const before = text[start - 1] === ' ' ? start - 1 : start;
    const after = text[end] === ' ' ? end + 1 : end;
    const head = lengthOf(
      (length) => length <= before && index.heads.has(folded.slice(before - length, before)),
      shortest,
    );
    const tail = lengthOf((length) => index.tails.has(folded.slice(after, after + length)), shortest);
    // Next to punctuation, a short word is more likely a word than a part of a key, unless the other end is there too.
    const isKey = shortest < SHORTEST_END || (head > 0 && tail > 0);
    if (head > 0 && (isKey || isEnd(text.slice(before - head, before)))) mark(before - head, before);
    if (tail > 0 && (isKey || isEnd(text.slice(after, after + tail)))) mark(after, after + tail);
  }
}

/** Returns the longest length of an end that is one, or 0. */
function lengthOf(isEndOf: (length: number) => boolean, shortest: number): number {
  for (let length = LONGEST_END; length >= shortest; length -= 1) if (isEndOf(length)) return length;
  return 0;
}

/** Returns true for a part that is not a short word. */
function isEnd(part: string): boolean {
  return part.length >= 6 || !LETTERS.test(part);
}

/**
 * Returns a function that replaces secrets in a text with `***`: complete ones, any 8 characters of one, and shorter beginnings and ends next
 * to an ellipsis, asterisks or another mask. Escapes, Base64 and the case do not matter. Its time is proportional to the length of the text.
 */
export function secretHider(secrets: readonly string[]): (text: string) => string {
  const index = new SecretIndex(secrets);
  if (index.wholes.size + index.parts.size === 0) return (text) => text;
  return (text) => {
    const decoded = decode(text);
    const folded = fold(decoded.text);
    const hidden = new Uint8Array(folded.length);
    let isHidden = false;
    const mark: Mark = (from, to) => {
      hidden.fill(1, from, to);
      isHidden = true;
    };
    markParts(folded, decoded.text, index, mark);
    markWholes(folded, index, mark);
    markEnds(folded, decoded.text, index, mark);
    return isHidden ? withoutHidden(text, decoded.offsets, hidden) : text;
  };
}

function withoutHidden(text: string, offsets: Decoded['offsets'], hidden: Uint8Array): string {
  let shown = '';
  let from = 0;
  for (let at = 0; at < hidden.length; at += 1) {
    if (hidden[at] === 0) continue;
    shown += `${text.slice(from, offsets?.[at] ?? at)}***`;
    while (hidden[at + 1] === 1) at += 1;
    from = offsets?.[at + 1] ?? at + 1;
  }
  return shown + text.slice(from);
}
