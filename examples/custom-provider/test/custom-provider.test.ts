import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const FOLDER = new URL('../', import.meta.url);

const sources = globSync('src/*.ts', { cwd: FOLDER }).map((path) => readFileSync(new URL(path, FOLDER), 'utf8'));

/** Starts an Acme server that sends a greeting. */
async function startAcme(): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/x-ndjson');
    response.end('{"piece":"Grüß "}\n{"piece":"Gott 👋"}\n{"end":{"why":"done"}}\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('is found by its name in the configuration file', async () => {
  const program = fileURLToPath(new URL('chat.ts', FOLDER));
  const env = { PATH: process.env['PATH'] ?? '', ACME_URL: await startAcme() };
  const { stdout } = await promisify(execFile)(process.execPath, [program], { env });
  expect(stdout).toBe('Grüß Gott 👋');
});

test('imports only the entry points for provider authors from lmux', () => {
  const imported = sources.flatMap((text) => [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from));
  expect(new Set(imported.filter((from) => !from?.startsWith('./')))).toEqual(
    new Set(['@lmux/core/provider', '@lmux/core/provider/streams']),
  );
});

test('has fewer than 200 lines', () => {
  const lines = sources.flatMap((text) => text.trimEnd().split('\n'));
  expect(lines.length).toBeLessThan(200);
});
