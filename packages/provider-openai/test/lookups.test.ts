import { createClient, type CallOptions, type ChatRequest, type LmClient } from '@lmux/core';
import { FakeClock, FakeTransport } from '@lmux/core/testing';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, rejectionOf } from '@lmux/test-support';
import { expect, test, vi } from 'vitest';

const CHAT: ChatRequest = { messages: [{ role: 'user', content: 'hi' }], tools: [{ name: 'f' }] };
const OPTIONS: CallOptions = { timeouts: { total: 1000 } };

/** A client whose first request takes 400 ms. The others never end. */
function setup() {
  const clock = new FakeClock();
  const lookup = () => {
    clock.advance(400);
    return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
  };
  const transport = new FakeTransport(lookup, 'hold', 'hold');
  const config = { provider: 'openai', baseUrl: 'http://127.0.0.1:9', model: 'm' } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config, transport, clock }));
  return { client, clock, transport };
}

test.each<[string, (client: LmClient) => Promise<unknown>]>([
  ['chat', (client) => client.chat(CHAT, OPTIONS)],
  ['chatStream', (client) => client.chatStream(CHAT, OPTIONS).response()],
  ['chat with contextOverflow', (client) => client.chat({ ...CHAT, contextOverflow: 'trim' }, OPTIONS)],
  [
    'chatStream with contextOverflow',
    (client) => client.chatStream({ ...CHAT, contextOverflow: 'trim' }, OPTIONS).response(),
  ],
])('the total timeout of %s includes the lookup', async (_, call) => {
  const { client, clock, transport } = setup();
  const failure = rejectionOf(call(client));
  await clock.waitForTimer(600);
  await vi.waitFor(() => expect(transport.requests).toHaveLength(2));
  clock.advance(600);
  expect(await failure).toMatchObject({ code: 'total_timeout', message: expect.stringContaining('within 1000 ms') });
  expect(clock.timers).toBe(0);
});

test('a lookup does not wait for a slot', async () => {
  const list = { json: { object: 'list', data: [{ id: 'm', object: 'model', supports_image_in: false }] } };
  const transport = new FakeTransport('hold', list, list);
  const config = { provider: 'openai', baseUrl: 'http://127.0.0.1:9', model: 'm', maxConcurrent: 1 } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config, transport }));
  const first = rejectionOf(client.chat('hi'));
  const image = { type: 'image', image: 'data:image/png;base64,AA==' } as const;
  await expect(client.chat({ messages: [{ role: 'user', content: [image] }] })).rejects.toMatchObject({
    code: 'capability_unsupported',
  });
  expect(transport.requests.map(({ url }) => url.slice(18))).toEqual([
    '/v1/chat/completions',
    '/v1/models',
    '/v1/models',
  ]);
  await client.close();
  expect(await first).toMatchObject({ code: 'closed' });
});
