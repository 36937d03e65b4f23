import { readFileSync } from 'node:fs';
import { parseRecorded } from '@lmux/core/testing';

/** A recorded answer of a real server. */
export function recorded(name: string): ReturnType<typeof parseRecorded> {
  return parseRecorded(readFileSync(new URL(`fixtures/recorded/${name}.http`, import.meta.url)));
}

/** The text of its body. */
export function textOf(name: string): string {
  return Buffer.from(recorded(name).body ?? '').toString();
}
