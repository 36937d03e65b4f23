import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ListedMessage, listMessages } from '../scripts/list-messages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const files = globSync('packages/{core,rx,provider-*}/src/**/*.ts', { cwd: ROOT })
  .filter((path) => !/\.(test|test-d)\.ts$/.test(path))
  .map((path) => join(ROOT, path))
  .toSorted();

/** The messages as a list to read: a heading for each file, and a line for each message. */
function render(messages: readonly ListedMessage[]): string {
  const paths = [...new Set(messages.map(({ file }) => file))];
  const sections = paths.map((path) => {
    const lines = messages.filter(({ file }) => file === path).map(({ code, message }) => `  ${code}: ${message}`);
    return [path, ...lines].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}

const REPLACED = /\b(answer(s|ed)?|allowed (is|are)|broke off|is no|are no|repeated|unforeseen|leads? to|whole)\b/i;

describe('the error messages and warnings of core, rx and the providers', () => {
  let messages: readonly ListedMessage[] = [];
  beforeAll(() => {
    messages = listMessages(files);
  }, 120_000);

  const offenders = (isWrong: (message: string) => boolean): string[] =>
    messages.filter(({ message }) => isWrong(message)).map(({ file, message }) => `${file}: ${message}`);

  test('are those of error-messages.txt, which a reviewer reads (else: npx vitest run test/messages.test.ts -u)', async () => {
    await expect(render(messages)).toMatchFileSnapshot('error-messages.txt');
  });

  test('are found where they are written', () => {
    expect(messages.length).toBeGreaterThan(300);
    expect(messages.filter(({ code }) => code === 'warning').length).toBeGreaterThan(10);
    expect(new Set(messages.map(({ file }) => file.split('/')[1]))).toEqual(
      new Set(['core', 'rx', 'provider-openai', 'provider-lmstudio', 'provider-ollama', 'provider-llamacpp']),
    );
  });

  test('are sentences: they begin with a capital letter, a name or a value, and end with a period', () => {
    expect(offenders((message) => !/^[A-Z"{]/.test(message) || !/[.}]$/.test(message))).toEqual([]);
  });

  test('use the terms of the field', () => {
    expect(offenders((message) => REPLACED.test(message))).toEqual([]);
  });
});
