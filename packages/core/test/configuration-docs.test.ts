import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadClients } from '../src/config/load-clients.js';
import { readConfigFile } from '../src/config/read-config-file.js';
import { fakeProvider } from '../src/testing/fake-provider.js';

const page = await readFile(new URL('../../../docs/guide/configuration.md', import.meta.url), 'utf8');

const files = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json = '']) => json);
const mistakes = [...page.matchAll(/^\| `(\{.*\})` \| (lmux\.config\.json.*) \|$/gm)].map(
  ([, json = '', message = '']) => [json, message] as const,
);

describe('docs/guide/configuration.md', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'lmux-docs-')));
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });
  const write = (text: string): Promise<void> => writeFile(join(folder, 'lmux.config.json'), text);

  test('shows valid files', async () => {
    expect(files).not.toEqual([]);
    for (const text of files) {
      await write(text);
      await expect(readConfigFile()).resolves.toMatchObject({ label: 'lmux.config.json' });
    }
  });

  test('shows invalid files', () => expect(mistakes.length).toBeGreaterThan(5));

  test.each(mistakes)('quotes the actual message for %s', async (text, message) => {
    await write(text);
    const plugins = [fakeProvider({ id: 'lmstudio' }), fakeProvider({ id: 'openai' })];
    await expect(loadClients({ plugins, env: {} }).then((clients) => clients.default)).rejects.toThrow(
      expect.objectContaining({ message }),
    );
  });
});
