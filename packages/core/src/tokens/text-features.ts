import { FEATURES, type FeatureCounts, type TokenFeature } from './token-prior.js';

type Kind = TokenFeature | 'upper' | 'lower' | 'space' | 'tab';

/** The kinds of UTF-16 code units beyond ASCII: the end of a range, which is a multiple of 64, and the kind of those before it. */
const RANGES: readonly (readonly [end: number, kind: Kind])[] = [
  [0xc0, 'symbol'],
  [0x240, 'latin'],
  [0x380, 'symbol'],
  [0x800, 'twoByte'],
  [0x2000, 'threeByte'],
  [0x3000, 'symbol'],
  [0x3040, 'fullWidth'],
  [0x3100, 'kana'],
  [0x3400, 'symbol'],
  [0x4dc0, 'han'],
  [0x4e00, 'symbol'],
  [0xa000, 'han'],
  [0xac00, 'symbol'],
  [0xd7c0, 'hangul'],
  [0xd800, 'symbol'],
  [0xe000, 'surrogate'],
  [0xff00, 'symbol'],
  [0x10000, 'fullWidth'],
];

const COMMON = new Set(
  'the to of is for if in and that with this not it are be return const or on from an as type name by no you string file'.split(
    ' ',
  ),
);

/** The rare letters as bits: bit 1 for "a". */
const RARE = 'j k q v w x z'.split(' ').reduce((bits, letter) => bits | (1 << (letter.charCodeAt(0) & 31)), 0);

const BLANK = 0x20;

/** Length in UTF-16 units of two line ends of Windows. More line ends are not one token of every tokenizer. */
const MAX_LINE_ENDS = 4;

/** Lengths in UTF-16 units that ordinary words and whitespace do not exceed. */
const MAX_WORD = 64;
const MAX_WHITESPACE = 128;

const WHITESPACE: ReadonlySet<Kind> = new Set(['space', 'tab', 'line']);

function asciiKindOf(code: number): Kind {
  if (code >= 0x61 && code <= 0x7a) return 'lower';
  if (code >= 0x41 && code <= 0x5a) return 'upper';
  if (code >= 0x30 && code <= 0x39) return 'digit';
  if (code === BLANK) return 'space';
  if (code === 0x0a || code === 0x0d) return 'line';
  return code === 0x09 ? 'tab' : 'punctuation';
}

/** The kinds by code for ASCII, and by block of 64 codes for others. Tables, since they are read for every character. */
const ASCII = /* @__PURE__ */ Array.from({ length: 0x80 }, (_, code) => asciiKindOf(code));
const BLOCKS = /* @__PURE__ */ RANGES.reduce<Kind[]>((blocks, [end, kind]) => {
  while (blocks.length * 64 < end) blocks.push(kind);
  return blocks;
}, []);

function kindAt(text: string, index: number): Kind | undefined {
  if (index >= text.length) return undefined;
  const code = text.charCodeAt(index);
  return code < 0x80 ? ASCII[code] : BLOCKS[code >> 6];
}

/** Returns the end of the run of characters of the same kind that begins at an index. */
function endOfRun(text: string, start: number, kind: Kind): number {
  let end = start + 1;
  while (kindAt(text, end) === kind) end += 1;
  return end;
}

/** Returns the end of the word that begins with an upper-case letter: all of them, or one with the lower-case letters that follow. */
function endOfWord(text: string, start: number): number {
  const end = endOfRun(text, start, 'upper');
  if (kindAt(text, end) !== 'lower') return end;
  return end - start > 1 ? end - 1 : endOfRun(text, end, 'lower');
}

function addWord(counts: FeatureCounts, word: string): void {
  counts.word += 1;
  counts.letter += word.length;
  counts.long += Math.max(0, word.length - 6);
  counts.run += Math.max(0, word.length - MAX_WORD);
  if (word.length < 7 && COMMON.has(word.toLowerCase())) counts.common += 1;
  for (let index = 0; index < word.length; index += 1) counts.rare += (RARE >> (word.charCodeAt(index) & 31)) & 1;
}

/** Adds a run of characters of the same kind, other than letters of ASCII. */
function addRun(
  counts: FeatureCounts,
  kind: Exclude<Kind, 'upper' | 'lower'>,
  length: number,
  isSpaced: boolean,
): void {
  switch (kind) {
    case 'space':
      if (length === 1) return;
      counts.indent += 1;
      counts.blank += length;
      return;
    case 'tab':
      counts.indent += length + 1;
      return;
    case 'line':
      counts.line += 1;
      counts.run += Math.max(0, length - MAX_LINE_ENDS);
      return;
    case 'digit':
      counts.number += 1;
      if (isSpaced) counts.spaced += 1;
      break;
    case 'punctuation':
      counts[isSpaced ? 'spaced' : 'attached'] += 1;
      break;
    case 'twoByte':
      counts.twoByteWord += 1;
      counts.run += Math.max(0, length - MAX_WORD);
      break;
    default:
  }
  counts[kind] += length;
}

/** Returns counts of zero. */
export function noFeatures(): FeatureCounts {
  return Object.fromEntries(FEATURES.map((feature) => [feature, 0])) as FeatureCounts;
}

/** Adds the features of a text: what tokenizers treat differently, such as words, digits, runs of punctuation and scripts. */
export function addText(counts: FeatureCounts, text: string): void {
  let start = 0;
  let whitespace = 0;
  for (let kind = kindAt(text, 0); kind !== undefined; kind = kindAt(text, start)) {
    const end = kind === 'upper' ? endOfWord(text, start) : endOfRun(text, start, kind);
    whitespace = WHITESPACE.has(kind) ? whitespace + end - start : 0;
    if (kind === 'upper' || kind === 'lower') addWord(counts, text.slice(start, end));
    else if (whitespace > MAX_WHITESPACE) counts.run += end - start;
    else addRun(counts, kind, end - start, text.charCodeAt(start - 1) === BLANK);
    start = end;
  }
}
