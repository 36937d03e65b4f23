import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../', import.meta.url);
const guide = readFileSync(new URL('../../docs/guide/writing-a-provider.md', FOLDER), 'utf8');
const files = globSync(['*.{ts,json}', '{src,test,variants}/*.ts'], { cwd: FOLDER }).map((path) =>
  readFileSync(new URL(path, FOLDER), 'utf8'),
);
const blocks = [...guide.matchAll(/^```(?:ts|json)\n(.+?)\n```$/gms)].map(([, code = '']) => code);

test('the guide quotes the code of the example', () => {
  expect(blocks.length).toBeGreaterThan(10);
  expect(blocks.filter((block) => !files.some((file) => file.includes(block)))).toEqual([]);
});

test('the rules of the guide are numbered consecutively', () => {
  const numbers = [...guide.matchAll(/\*\*Rule (\d+)\./g)].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
});
