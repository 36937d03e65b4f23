import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createClient, type CallOptions, type ChatRequest, type ChatResponse, type LmClient } from '../src/index.js';
import { FakeClock, FakeTransport, type FakeOutcome } from '../src/testing/index.js';
import { tiny } from './support/tiny-provider.js';

const TOOLS: ChatRequest = { messages: [{ role: 'user', content: 'Hi' }], tools: [{ name: 'a' }] };

/** A server that refuses tools after 2 s, and does not respond to the request after that. `isHeld` resolves when it has received that. */
function setup() {
  const clock = new FakeClock();
  let onHeld = (): void => {};
  const isHeld = new Promise<void>((resolve) => (onHeld = resolve));
  const refuse = (): FakeOutcome => {
    clock.advance(2000);
    return { status: 400, json: { error: { message: 'm does not support tools' } } };
  };
  const hold = (): FakeOutcome => {
    onHeld();
    return 'hold';
  };
  const transport = new FakeTransport(refuse, hold);
  const client: LmClient = createClient({
    plugins: [tiny],
    config: { provider: 'tiny', model: 'm' },
    transport,
    clock,
  });
  return { clock, transport, client, isHeld };
}

describe.each<[name: string, read: (client: LmClient, options: CallOptions) => Promise<ChatResponse>]>([
  ['chat', (client, options) => client.chat(TOOLS, options)],
  ['chatStream', (client, options) => client.chatStream(TOOLS, options).response()],
])('%s with tools that the server refuses', (_name, read) => {
  test('has one total timeout for both requests', async () => {
    const { clock, transport, client, isHeld } = setup();
    const error = rejectionOf(read(client, { timeouts: { total: 3000, firstByte: 0 } }));
    await isHeld;
    clock.advance(1000);
    expect(await error).toMatchObject({ code: 'total_timeout', provider: 'tiny' });
    expect(transport.requests.map(({ json, open }) => ['tools' in (json as object), open])).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  test('cancels the second request if the caller aborts it', async () => {
    const { transport, client, isHeld } = setup();
    const controller = new AbortController();
    const error = rejectionOf(read(client, { signal: controller.signal, timeouts: { total: 3000, firstByte: 0 } }));
    await isHeld;
    controller.abort();
    expect(await error).toMatchObject({ code: 'aborted' });
    expect(transport.requests.map(({ open, canceled }) => [open, canceled])).toEqual([
      [false, false],
      [false, true],
    ]);
  });
});
