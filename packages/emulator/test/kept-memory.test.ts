import { describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { ServerProfileName } from '../src/index.js';
import { chat, CHAT_PATH, post, postJson } from './support/post.js';

const sizes = ['x', 'xx', 'xxx'].map((text) => text.repeat(1000));

describe('the bodies of recorded requests', () => {
  test('are dropped from the oldest on if all together exceed keepBytes', async () => {
    await using emulator = await startEmulator({ keepBytes: 5500 });
    for (const text of sizes) await post(emulator, CHAT_PATH, chat(text));
    const [first, second, third] = emulator.requests;
    expect(first).toMatchObject({ id: 1, path: CHAT_PATH, status: 200, bodyKept: false });
    expect(first?.bodyBytes).toBe(JSON.stringify(chat(sizes[0] ?? '')).length);
    const message = `The body of request 1 (${first?.bodyBytes} bytes) is no longer kept. Increase the option "keepBytes"`;
    expect(() => first?.rawBody).toThrow(message);
    expect(() => first?.body).toThrow(message);
    expect([second, third]).toMatchObject([{ bodyKept: true, body: chat(sizes[1] ?? '') }, { bodyKept: true }]);
  });

  test('are kept if a later one alone exceeds keepBytes', async () => {
    await using emulator = await startEmulator({ keepBytes: 5500 });
    for (const text of [...sizes, 'y'.repeat(6000), 'z']) await post(emulator, CHAT_PATH, chat(text));
    expect(emulator.requests.map(({ bodyKept }) => bodyKept)).toEqual([false, true, true, false, true]);
  });

  test('can be read while the request is in progress, even if one is too large to keep', async () => {
    const bodies: unknown[] = [];
    await using emulator = await startEmulator({
      keepBytes: 100,
      reply: ({ body }) => {
        bodies.push(body, emulator.requests[0]?.body);
        return 'Yes';
      },
    });
    await postJson(emulator, CHAT_PATH, chat('x'.repeat(1000)));
    expect(bodies).toEqual([chat('x'.repeat(1000)), chat('x'.repeat(1000))]);
    const record = await emulator.received(1);
    await record.ended;
    expect(record.bodyKept).toBe(false);
  });

  test('do not count once their request is forgotten', async () => {
    await using emulator = await startEmulator({ keepRequests: 1, keepBytes: 3500 });
    for (const text of sizes) await post(emulator, CHAT_PATH, chat(text));
    expect(emulator.requests).toMatchObject([{ id: 3, bodyKept: true, body: chat(sizes[2] ?? '') }]);
  });

  test('that are empty are always kept', async () => {
    await using emulator = await startEmulator({ keepBytes: 0 });
    await fetch(emulator.url);
    expect(emulator.requests).toMatchObject([{ bodyKept: true, rawBody: '', bodyBytes: 0 }]);
  });
});

test('stored chats are dropped from the oldest on if their texts are too large', async () => {
  await using emulator = await startEmulator({ reply: 'Yes', models: [{ id: 'm', contextLength: 1e9 }] });
  const ask = (input: string, extra = {}) =>
    post(emulator, '/api/v1/chat', { model: 'm', input, ...extra }).then(
      async (response) => [response.status, ((await response.json()) as { response_id: string }).response_id] as const,
    );
  // Of 16 Mi characters, all stored texts together.
  const large = 'x'.repeat(9 * 1024 * 1024);
  const [, first] = await ask(large);
  const [, small] = await ask('small');
  const [, second] = await ask(large);
  const statuses = [];
  for (const id of [first, small, second]) statuses.push((await ask('next', { previous_response_id: id }))[0]);
  expect(statuses).toEqual([400, 200, 200]);
});

describe('models of any name', () => {
  const download: Readonly<Record<ServerProfileName, readonly [path: string, body: (name: string) => object]>> = {
    lmstudio: ['/api/v1/models/download', (name) => ({ model: name })],
    ollama: ['/api/pull', (name) => ({ model: name, stream: false })],
    llamacpp: ['/models', (name) => ({ model: `owner/${name}` })],
  };

  test.each(Object.entries(download))('can be downloaded up to a number: %s', async (as, [path, body]) => {
    const models = Array.from({ length: 999 }, (_, number) => ({ id: `model-${number}`, loaded: false }));
    await using emulator = await startEmulator({ as: as as ServerProfileName, models, downloadMs: 0 });
    expect((await post(emulator, path, body('one-more'))).status).toBe(200);
    while (emulator.models.length < 1000) await fetch(`${emulator.url}/v1/models`);
    const refused = await post(emulator, path, body('too-many'));
    expect([refused.status, await refused.text()]).toEqual([500, expect.stringContaining('has 1000 models')]);
  });
});
