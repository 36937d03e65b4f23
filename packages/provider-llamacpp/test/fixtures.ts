import { readFileSync } from 'node:fs';
import { parseRecorded } from '@lmux/core/testing';

/** Reads a response that was recorded from a real server. */
export function recorded(name: string): ReturnType<typeof parseRecorded> {
  return parseRecorded(readFileSync(new URL(`fixtures/recorded/${name}.http`, import.meta.url)));
}

/** Reads the body of a recorded response as text. */
export function textOf(name: string): string {
  return Buffer.from(recorded(name).body ?? '').toString();
}
