import * as fc from 'fast-check';

/** Splits bytes at these offsets. */
export function split(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set([...places.map((place) => place % (bytes.length + 1)), bytes.length])].toSorted(
    (a, b) => a - b,
  );
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

export interface Mutation {
  readonly kind: 'delete' | 'insert' | 'replace' | 'repeat' | 'swap' | 'truncate';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

export const TOKENS = [
  '\n',
  '\n\n',
  '\r',
  'data: ',
  'data:',
  '{',
  '}',
  '[',
  ']',
  '"',
  ':',
  ',',
  'null',
  '[DONE]',
  'event: error\n',
  '"error":',
  '0',
  '-1',
  '1e999',
  '\u0000',
  'é',
  '{"error":{"message":"x"}}',
  '"choices":',
  'true',
  '[]',
  '{}',
];

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('delete', 'insert', 'replace', 'repeat', 'swap', 'truncate'),
  at: fc.nat(1_000_000),
  length: fc.nat(200),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom(...TOKENS).map((token) => new TextEncoder().encode(token)),
  ),
});

export function mutate(bytes: Uint8Array, { kind, at, length, bytes: other }: Mutation): Uint8Array {
  const from = at % (bytes.length + 1);
  const to = Math.min(bytes.length, from + length);
  const [before, middle, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
  const parts = {
    delete: [before, after],
    insert: [before, other, middle, after],
    replace: [before, other, bytes.subarray(Math.min(bytes.length, from + other.length))],
    repeat: [before, middle, middle, after],
    swap: [after, middle, before],
    truncate: [before],
  }[kind];
  return new Uint8Array(Buffer.concat(parts));
}

/** JSON values that `replaceValue` inserts. */
export const VALUES = ['null', '0', '-1', '1e400', '""', '"x"', '[]', '{}', '[null]', '[[]]', 'true', '{"a":{"b":[]}}'];

export function replaceValue(bytes: Uint8Array, at: number, value: string): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  const values = [...text.matchAll(/(?<=":)(?:"[^"\\]*"|-?\d[\d.e+-]*|null|true|false|\[\]|\{\})/g)];
  const found = values[at % Math.max(1, values.length)];
  if (found === undefined) return bytes;
  return new TextEncoder().encode(text.slice(0, found.index) + value + text.slice(found.index + found[0].length));
}

export const text = fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' });
