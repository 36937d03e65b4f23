import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('an agent with two tools takes at most 14 lines', () => {
  const guide = readFileSync(new URL('../docs/guide/tools.md', import.meta.url), 'utf8');
  // test/guides.test.ts runs this block.
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(guide) ?? [];
  expect(block.match(/\btool\(\{/g)).toHaveLength(2);
  expect(block).toContain('runTools(');
  expect(block.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(14);
});
