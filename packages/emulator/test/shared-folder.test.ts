import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SHARED = join(import.meta.dirname, '../src/shared');

test('files in src/shared do not name a server', () => {
  const files = readdirSync(SHARED, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(20);
  const naming = files.filter((file) => /lm.?studio|ollama|llama/i.test(readFileSync(join(SHARED, file), 'utf8')));
  expect(naming).toEqual([]);
});
