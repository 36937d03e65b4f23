import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ListedMessage, listMessages } from '../scripts/list-messages.ts';

const ROOT = resolve(import.meta.dirname, '..');
const files = globSync('packages/{core,mcp,rx,provider-*}/src/**/*.ts', { cwd: ROOT })
  .filter((path) => !/\.(test|test-d)\.ts$/.test(path))
  .map((path) => join(ROOT, path))
  .toSorted();

/** Texts that are not messages: titles of test cases, and descriptions that the documentation and the JSON Schema show. */
const NO_MESSAGES =
  /src\/(?:testing|capabilities\.ts|config\/(?:config-schema|nested-fields|schema-of-checks)\.ts|errors\/error-code\.ts)/;

/** Returns the messages as text, with a heading for each file and a line for each message. */
function render(messages: readonly ListedMessage[]): string {
  const paths = [...new Set(messages.map(({ file }) => file))];
  const sections = paths.map((path) => {
    const lines = messages.filter(({ file }) => file === path).map(({ code, message }) => `  ${code}: ${message}`);
    return [path, ...lines].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}

/** Terms that a message replaces, in addition to those that `npm run prose` finds in all files. */
const REPLACED = /\b(answer(s|ed)?|repeated|leads? to|whole)\b/i;

describe('the error messages and warnings of core, mcp, rx and the providers', () => {
  let messages: readonly ListedMessage[] = [];
  beforeAll(() => {
    messages = listMessages(files).filter(({ file, code }) => code !== 'part' || !NO_MESSAGES.test(file));
  }, 120_000);

  const offenders = (isWrong: (message: string) => boolean): string[] =>
    messages.filter(({ message }) => isWrong(message)).map(({ file, message }) => `${file}: ${message}`);

  test('match error-messages.txt (npx vitest run test/messages.test.ts -u updates it)', async () => {
    await expect(render(messages)).toMatchFileSnapshot('error-messages.txt');
  });

  test('are found in every package, with the texts that they are composed of', () => {
    expect(messages.length).toBeGreaterThan(300);
    expect(messages.filter(({ code }) => code === 'warning').length).toBeGreaterThan(5);
    expect(messages.filter(({ code }) => code === 'part').length).toBeGreaterThan(50);
    expect(new Set(messages.map(({ file }) => file.split('/')[1]))).toEqual(
      new Set(['core', 'mcp', 'rx', 'provider-openai', 'provider-lmstudio', 'provider-ollama', 'provider-llamacpp']),
    );
  });

  test('begin with a capital letter, a name or a value, and end with a period', () => {
    // A name of code keeps its spelling: `models.unload()`, `options.retry`, `plugins[0]`.
    const begins = /^(?:[A-Z"{]|[a-z]\w*[.([])/;
    const complete = messages.filter(({ code }) => code !== 'part').map(({ message }) => message);
    expect(complete.filter((message) => !begins.test(message) || !/[.?}]$/.test(message))).toEqual([]);
  });

  test('contain none of the terms to avoid', () => {
    expect(offenders((message) => REPLACED.test(message.replaceAll(/\{\w+\}/g, '')))).toEqual([]);
  });
});
