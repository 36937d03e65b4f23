import { createHash } from 'node:crypto';

/** An id with the look of a random one that is the same in every run: `prefix` and 24 letters and digits. */
export function makeId(prefix: string, number: number): string {
  return prefix + digest(`${prefix}${number}`).slice(0, 24);
}

/** A tool call's id: LM Studio sends nine digits as a string. */
export function makeToolCallId(completionId: string, index: number): string {
  const number = Number.parseInt(digest(`${completionId}/${index}`).slice(0, 8), 16);
  return String(100_000_000 + (number % 900_000_000));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
