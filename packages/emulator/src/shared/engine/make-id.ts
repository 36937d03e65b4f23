import { createHash } from 'node:crypto';

/** Makes an id that looks random but is the same in every run: `prefix` and 24 hexadecimal digits. */
export function makeId(prefix: string, number: number): string {
  return prefix + hexDigest(`${prefix}${number}`).slice(0, 24);
}

/** Returns the SHA-256 digest of a text: 64 hexadecimal digits. */
export function hexDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
