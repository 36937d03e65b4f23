import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

// The host react-vite compiles the component and runs it in Chromium.
test('the component in docs/guide/browser.md is that of the project, with its number of lines', () => {
  const guide = read('docs/guide/browser.md');
  const component = read('test/hosts/projects/react-vite/src/chat.tsx');
  const [, shown] = /^```tsx\n(.*?)^```$/ms.exec(guide) ?? [];
  expect(shown).toBe(component);
  expect(guide).toContain(`component of ${component.trimEnd().split('\n').length} lines`);
});
