import { wordsOf } from './hints.js';

/** Weight of a letter triple against a whole word: enough to bring "cat" and "cats" together. */
const TRIPLE_WEIGHT = 0.3;

/**
 * A vector of unit length: words and letter triples, each hashed to a place and a sign.
 * Texts that share words lie closer; nothing here knows what a word means.
 */
export function embedText(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  const add = (feature: string, weight: number): void => {
    const hash = hashOf(feature);
    const place = hash % dimensions;
    // The top bit, because the lower ones chose the place.
    vector[place] = (vector[place] ?? 0) + (hash >= 2 ** 31 ? -weight : weight);
  };
  for (const word of wordsOf(text)) {
    add(word, 1);
    const framed = `^${word}$`;
    for (let at = 0; at + 3 <= framed.length; at += 1) add(framed.slice(at, at + 3), TRIPLE_WEIGHT);
  }
  const length = Math.hypot(...vector);
  // Text without words still gets a unit vector: zero length would make every cosine NaN.
  if (length === 0) return vector.map((_value, place) => (place === 0 ? 1 : 0));
  return vector.map((value) => value / length);
}

/** FNV-1a with a final mix, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** A vector as base64 of 32-bit floats, little end first. */
export function base64Floats(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
