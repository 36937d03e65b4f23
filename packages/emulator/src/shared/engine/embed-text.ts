import { wordsOf } from './hints.js';

/** Weight of a letter triple relative to a word. It is large enough to make "cat" and "cats" similar. */
const TRIPLE_WEIGHT = 0.3;

/**
 * Embeds a text as a vector of unit length. Hashes each word and letter triple to an index and a sign. Texts that share
 * words have closer vectors, but the meaning of words has no influence.
 */
export function embedText(text: string, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  const add = (feature: string, weight: number): void => {
    const hash = hashOf(feature);
    const place = hash % dimensions;
    // The top bit sets the sign, because the lower bits determine the index.
    vector[place] = (vector[place] ?? 0) + (hash >= 2 ** 31 ? -weight : weight);
  };
  for (const word of wordsOf(text)) {
    add(word, 1);
    const framed = `^${word}$`;
    for (let at = 0; at + 3 <= framed.length; at += 1) add(framed.slice(at, at + 3), TRIPLE_WEIGHT);
  }
  const length = Math.hypot(...vector);
  // A text without words gets a unit vector too, since a zero vector would make every cosine similarity NaN.
  if (length === 0) return vector.map((_value, place) => (place === 0 ? 1 : 0));
  return vector.map((value) => value / length);
}

/** Hashes a text to 32 bits: FNV-1a with a final mix. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Encodes a vector as base64 of little-endian 32-bit floats. */
export function base64Floats(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
