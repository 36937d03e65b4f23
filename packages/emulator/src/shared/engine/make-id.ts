import { createHash } from 'node:crypto';

/** An id that looks random and is the same in every run: `prefix` and 24 letters and digits. */
export function makeId(prefix: string, number: number): string {
  return prefix + hexDigest(`${prefix}${number}`).slice(0, 24);
}

/** The SHA-256 of a text: 64 hexadecimal digits. */
export function hexDigest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
