import { expect } from 'vitest';
import type { Emulator } from '../../src/index.js';
import { post } from '../support/post.js';

/** Parses NDJSON, which must end with a newline. */
function linesOf<T>(text: string): T[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** Sends a POST request, expects an NDJSON stream, and returns its lines. */
export async function postLines<T>(emulator: Emulator, path: string, body: unknown): Promise<T[]> {
  const response = await post(emulator, path, body);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  return linesOf(await response.text());
}
