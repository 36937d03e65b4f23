import { readFileSync } from 'node:fs';
import { closeAfterTest, freePort, HttpServer } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { FOLDERS, MAIN, runNginx } from './nginx.ts';

const PAGE = new URL('../../docs/guide/scaling.md', import.meta.url);

/** Starts a server that responds with its name, and returns its host and port. */
async function named(name: string): Promise<string> {
  const { url } = closeAfterTest(await HttpServer.listen((response) => void response.end(name)));
  return new URL(url).host;
}

test('the configuration in docs/guide/scaling.md keeps a conversation on one server and distributes all other requests', async () => {
  const [, shown = ''] = /```nginx\n([\s\S]+?)```/.exec(readFileSync(PAGE, 'utf8')) ?? [];
  const port = await freePort();
  const here = shown
    .replace('10.0.0.1:8080', await named('one'))
    .replace('10.0.0.2:8080', await named('two'))
    .replace('listen 80', `listen 127.0.0.1:${port}`);
  const nginx = await runNginx(port, `${MAIN}\nhttp { ${FOLDERS}\n${here} }`);
  closeAfterTest(nginx);

  const request = async (path: string, init?: RequestInit): Promise<string> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, init)).text();
  const seen = new Set<string>();
  for (let index = 0; index < 20; index += 1) {
    const id = `conversation-${index}`;
    const headers = { 'x-conversation-id': id };
    const began = await request('/v1/chat/completions', { method: 'POST', headers, body: '{}' });
    expect(await request(`/v1/stream?conv_id=${id}&from=10`), id).toBe(began);
    expect(await request(`/v1/stream?conv_id=${id}`, { method: 'DELETE' }), id).toBe(began);
    seen.add(began);
  }
  expect([...seen].toSorted()).toEqual(['one', 'two']);
  const others = new Set<string>();
  for (let index = 0; index < 20; index += 1) others.add(await request('/v1/models'));
  expect([...others].toSorted()).toEqual(['one', 'two']);
});
