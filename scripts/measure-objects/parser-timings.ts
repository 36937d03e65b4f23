import { PartialJsonParser, type PartialJsonParserOptions } from '@lmux/core/objects';

/** The time of a parser for a document. */
export interface TimingResult {
  readonly document: string;
  readonly chars: number;
  /** Time in ns for each character, in pieces of 1,000 characters. */
  readonly nsPerChar: number;
  /** The same in pieces of four characters, which is about a token. */
  readonly nsPerCharInDeltas: number;
  /** Time in ms in pieces of four characters, with a callback for each string delta and each value that ends. */
  readonly msWithCallbacks: number;
  /** Time in ms in pieces of four characters, with a snapshot after each. Only of short documents: an open array is copied for each snapshot. */
  readonly msWithSnapshots?: number;
}

const MAX_CHARS_WITH_SNAPSHOTS = 200_000;

const WORDS = 'The quick brown fox "jumps" over the lazy dog.\nIt was the best of times, it was the worst of times. ';

function list<T>(length: number, create: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => create(index));
}

/** Documents with about as many characters as stated. */
const DOCUMENTS: Readonly<Record<string, (chars: number) => unknown>> = {
  'objects in an array': (chars) => ({
    items: list(chars / 120, (id) => ({
      id,
      name: `Item ${id}`,
      text: WORDS.slice(0, 40),
      tags: ['a', 'b'],
      ok: true,
    })),
  }),
  'one long string': (chars) => ({ text: WORDS.repeat(chars / WORDS.length) }),
  'nested objects': (chars) => list(chars / 300, (id) => ({ a: { b: { c: { id, d: [{ e: WORDS }], f: null } } } })),
  'fractions in an array': (chars) => list(chars / 19, (index) => index / 7),
  'digits in an array': (chars) => list(chars / 2, (index) => index % 10),
};

function split(text: string, length: number): string[] {
  return list(Math.ceil(text.length / length), (index) => text.slice(index * length, (index + 1) * length));
}

/** Returns the shortest time in ms of several runs, which other work on the machine affects least. */
function shortestMs(run: () => void, runs: number): number {
  const times = list(runs, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

function parse(pieces: readonly string[], options?: PartialJsonParserOptions): void {
  const parser = new PartialJsonParser(options);
  for (const piece of pieces) parser.write(piece);
  parser.end();
}

function parseWithCallbacks(pieces: readonly string[]): void {
  let calls = 0;
  const count = (): void => void (calls += 1);
  parse(pieces, { onStringDelta: count, onValueEnd: count });
}

function parseWithSnapshots(pieces: readonly string[]): void {
  const parser = new PartialJsonParser();
  for (const piece of pieces) {
    parser.write(piece);
    void parser.value;
  }
  parser.end();
}

/** Measures each kind of document. */
export function measureTimings(chars: number): TimingResult[] {
  return Object.entries(DOCUMENTS).map(([document, create]) => {
    const text = JSON.stringify(create(chars));
    const [pieces, deltas] = [split(text, 1000), split(text, 4)];
    const perChar = 1e6 / text.length;
    return {
      document,
      chars: text.length,
      nsPerChar: shortestMs(() => parse(pieces), 15) * perChar,
      nsPerCharInDeltas: shortestMs(() => parse(deltas), 15) * perChar,
      msWithCallbacks: shortestMs(() => parseWithCallbacks(deltas), 5),
      ...(chars <= MAX_CHARS_WITH_SNAPSHOTS && { msWithSnapshots: shortestMs(() => parseWithSnapshots(deltas), 5) }),
    };
  });
}
