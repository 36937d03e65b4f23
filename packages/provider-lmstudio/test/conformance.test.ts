import { getEventListeners } from 'node:events';
import { createClient, type CallOptions, type LmClient } from '@lmux/core';
import { FakeClock, FakeTransport, providerConformance, type FakeOutcome } from '@lmux/core/testing';
import { lmstudio, type lmstudioCapabilities } from '@lmux/provider-lmstudio';
import { chatRequest, rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { native } from './conformance-native.js';
import { openai } from './conformance-openai.js';

const PATH = '/lmstudio-greeting';

providerConformance({
  test,
  factory: () => ({ plugins: [lmstudio], config: { provider: 'lmstudio' } }),
  fixtures: { native, openai },
  respondToSideRequest: ({ url }) => (url.endsWith(PATH) ? { json: { lmstudio: true } } : undefined),
});

/** Creates a client of a server that is not LM Studio, with the given response to the greeting request. */
function stranger(greeting: FakeOutcome) {
  const [clock, transport] = [new FakeClock(), new FakeTransport()];
  const respond = ({ url }: { url: string }): FakeOutcome => {
    transport.reply(respond);
    return url.endsWith(PATH) ? greeting : { json: { greeting: 'hello' } };
  };
  transport.reply(respond);
  const config = { provider: 'lmstudio', model: 'any', retry: false } as const;
  const client: Client = createClient({ plugins: [lmstudio], config, transport, clock });
  onTestFinished(() => client.close());
  return { client, clock, transport };
}

type Client = LmClient<typeof lmstudioCapabilities>;

const listenersOf = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

async function requested({ requests }: FakeTransport): Promise<void> {
  await expect.poll(() => requests.at(-1)?.url, { interval: 1 }).toContain(PATH);
}

type Call = (client: Client, options: CallOptions) => Promise<unknown>;
const CALLS: readonly (readonly [name: string, call: Call])[] = ['native', 'openai'].flatMap((route) => [
  [`a chat on route ${route}`, (client, options) => client.chat(chatRequest(), { ...options, route })] as const,
  [
    `a stream on route ${route}`,
    (client, options) => client.chatStream(chatRequest(), { ...options, route }).response(),
  ] as const,
]);

// The conformance suite responds to the greeting request but does not check its effects.
describe.each(CALLS)('the greeting request, after %s', (_, call) => {
  test('times out after a second and releases everything', async () => {
    const { client, clock, transport } = stranger('hold');
    const { signal } = new AbortController();
    const failing = rejectionOf(call(client, { signal }));
    await requested(transport);
    clock.advance(999);
    expect(transport.open).toBe(1);
    clock.advance(1);
    const error = await failing;
    expect(error).toMatchObject({ code: 'unexpected_response', provider: 'lmstudio' });
    expect((error as Error).message).not.toContain('is not LM Studio');
    expect({ open: transport.open, timers: clock.timers, listeners: listenersOf(signal) }).toEqual({
      open: 0,
      timers: 0,
      listeners: 0,
    });
  });

  test('ends when the client is closed', async () => {
    const { client, clock, transport } = stranger('hold');
    const failing = rejectionOf(call(client, {}));
    await requested(transport);
    await client.close();
    expect(await failing).toMatchObject({ provider: 'lmstudio' });
    expect({ open: transport.open, timers: clock.timers }).toEqual({ open: 0, timers: 0 });
  });
});

test('the greeting request ends immediately when its stream is canceled', async () => {
  const { client, clock, transport } = stranger('hold');
  const { signal } = new AbortController();
  const stream = client.chatStream(chatRequest(), { signal });
  const next = stream[Symbol.asyncIterator]().next();
  await requested(transport);
  await stream.close();
  expect(transport.requests.at(-1)?.canceled).toBe(true);
  expect(await next).toEqual({ done: true, value: undefined });
  await expect.poll(() => listenersOf(signal)).toBe(0);
  expect({ open: transport.open, timers: clock.timers }).toEqual({ open: 0, timers: 0 });
});

// LM Studio reports the usage of OpenAI-compatible streams only on request, but the fixtures always contain it.
test('streams of the openai route request their usage', async () => {
  const { client, transport } = stranger({ json: { lmstudio: true } });
  const options = { route: 'openai' } as const;
  await rejectionOf(client.chatStream(chatRequest(), options).response());
  await rejectionOf(client.completeStream({ prompt: 'Hello' }, options).response());
  const bodies = transport.requests.map(({ json }) => json).filter((json) => json !== undefined);
  const withUsage = { stream_options: { include_usage: true } };
  expect(bodies).toMatchObject([withUsage, withUsage]);
});
