import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';
import { expect, onTestFinished, test } from 'vitest';

const MODEL = 'qwen/qwen3-4b-2507';
const messages = [{ role: 'user', content: 'Hello, gateway.' }] as const;

/** Starts the gateway in front of an emulator. Returns a client of the gateway. */
async function startGateway(options: Parameters<typeof startEmulator>[0] = {}) {
  const emulator = await startEmulator(options);
  const env = { PATH: process.env['PATH'] ?? '', LM_BASE_URL: emulator.url, LM_MODEL: MODEL, PORT: '0' };
  const path = fileURLToPath(new URL('gateway.ts', import.meta.url));
  const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const [baseUrl] = (await once(createInterface(child.stdout), 'line')) as [string];
  const config = { provider: 'openai', baseUrl, model: MODEL, retry: { maxRetries: 0 } } as const;
  const client = createClient({ plugins: [openai], config });
  onTestFinished(async () => {
    await client.close();
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
    await emulator.close();
  });
  return { baseUrl, client, emulator };
}

test('returns complete and streamed responses in the format of OpenAI', async () => {
  const { client } = await startGateway({ reply: 'From behind the gateway.' });
  expect(await client.chat({ messages })).toMatchObject({
    text: 'From behind the gateway.',
    finishReason: { unified: 'stop' },
  });
  expect(await client.chatStream({ messages }).response()).toMatchObject({
    text: 'From behind the gateway.',
    finishReason: { unified: 'stop' },
  });
});

test('returns the status and the code of an error', async () => {
  const { client, baseUrl } = await startGateway();
  const request = { model: 'nope', messages };
  await expect(client.chat(request)).rejects.toMatchObject({ code: 'model_not_found', status: 404 });
  await expect(client.chatStream(request).response()).rejects.toMatchObject({ code: 'model_not_found', status: 404 });
  expect((await fetch(`${baseUrl}/v1/other`)).status).toBe(404);
  for (const body of ['{', 'null', '']) {
    expect((await fetch(`${baseUrl}/v1/chat/completions`, { method: 'POST', body })).status).toBe(400);
  }
  expect((await fetch(`${baseUrl}/v1/chat/completions`)).status).toBe(400);
});

test('states the wait of the server, without retries of its own', async () => {
  const { client, emulator } = await startGateway({
    faults: [{ kind: 'status', status: 429, headers: { 'retry-after': '60' } }],
  });
  await expect(client.chatStream({ messages }).response()).rejects.toMatchObject({ status: 429, retryAfterMs: 60_000 });
  expect(emulator.requests).toHaveLength(1);
});

test('stops the model when the client leaves', async () => {
  const { client, emulator } = await startGateway({ reply: 'word '.repeat(2000), delayMs: 5 });
  for await (const event of client.chatStream({ messages })) if (event.type === 'text-delta') break;
  expect(await emulator.requests.at(-1)?.ended).toBe('client-disconnected');
});
