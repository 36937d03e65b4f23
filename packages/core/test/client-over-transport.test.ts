import { getEventListeners } from 'node:events';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createClient, type ChatRequest, type ClientConfig } from '../src/index.js';
import { FakeClock, FakeTransport, type FakeScript } from '../src/testing/index.js';
import { tiny } from './support/tiny-provider.js';

const hello: ChatRequest = { messages: [{ role: 'user', content: 'PROMPT-7391' }] };
const sse = (...events: string[]): string[] => events.map((data) => `data: ${data}\n\n`);

function setup(scripts: readonly FakeScript[], config: Partial<ClientConfig> = {}) {
  const transport = new FakeTransport(...scripts);
  const clock = new FakeClock();
  const client = createClient({
    plugins: [tiny],
    config: { provider: 'tiny', model: 'm', ...config },
    transport,
    clock,
  });
  return { transport, clock, client };
}

/** A stream that contains two words and then stalls. */
const STALLED: FakeScript = {
  headers: { 'content-type': 'text/event-stream' },
  body: sse('{"w":"one "}', '{"w":"two"}'),
  ending: 'hold',
};

test('chat() sends one request without unset fields', async () => {
  const { client, transport } = setup([{ json: { text: 'hi' } }], { headers: { 'x-a': 'b' }, apiToken: () => 'key' });
  expect(await client.chat({ ...hello, topP: undefined })).toMatchObject({ text: 'hi', route: 'only' });
  expect(transport.requests.map(({ json, headers }) => ({ json, headers }))).toEqual([
    {
      json: { ...hello, model: 'm' },
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Bearer key',
        'x-a': 'b',
      },
    },
  ]);
});

test('does not send a dropped feature, and adds a warning to the response', async () => {
  const { client, transport } = setup([{ json: { text: 'hi' } }, { body: sse('{"w":"x"}', 'END') }], {
    onUnsupported: 'warn',
  });
  const whole = await client.chat({ ...hello, seed: 1 });
  const streamed = await client.chatStream({ ...hello, seed: 1 }).response();
  expect([whole.warnings, streamed.warnings]).toMatchObject([[{ feature: 'seed' }], [{ feature: 'seed' }]]);
  const sent = { ...hello, model: 'm' };
  expect(transport.requests.map(({ json }) => json)).toEqual([sent, sent]);
});

describe('a stream', () => {
  test('sends one request when it is first read, and releases its connection at the end', async () => {
    const { client, transport, clock } = setup([{ body: sse('{"w":"one "}', '{"w":"two"}', 'END') }]);
    const stream = client.chatStream(hello);
    await Promise.resolve();
    expect(transport.requests).toEqual([]);
    const types: string[] = [];
    for await (const { type } of stream) types.push(type);
    expect(types).toEqual(['start', 'text-start', 'text-delta', 'text-delta', 'text-end', 'finish']);
    expect(await stream.response()).toMatchObject({ text: 'one two', model: 'm' });
    clock.advance(1000);
    expect({ requests: transport.requests.length, open: transport.open, timers: clock.timers }).toEqual({
      requests: 1,
      open: 0,
      timers: 0,
    });
  });

  test('that ends early fails as truncated, with the partial response', async () => {
    const { client, transport } = setup([{ body: sse('{"w":"one "}', '{"w":"two"}') }]);
    const error = await rejectionOf(client.chatStream(hello).response());
    expect(error).toMatchObject({ code: 'stream_truncated', provider: 'tiny', partial: { text: 'one two' } });
    expect(transport.open).toBe(0);
  });

  test('that contains an error fails with that error and the partial response', async () => {
    const { client } = setup([{ body: sse('{"w":"one"}', '{"error":{"message":"out of memory"}}', '{"w":"two"}') }]);
    const words: string[] = [];
    const error = await rejectionOf(
      (async () => {
        for await (const word of client.chatStream(hello).text()) words.push(word);
      })(),
    );
    expect(words).toEqual(['one']);
    expect(error).toMatchObject({ name: 'ApiError', provider: 'tiny', partial: { text: 'one' } });
    expect(error.message).toContain('out of memory');
  });

  const CANCELLATIONS: readonly [name: string, cancel: (stalled: ReturnType<typeof stall>) => Promise<unknown>][] = [
    [
      'break',
      async ({ stream }) => {
        for await (const { type } of stream) if (type === 'text-delta') break;
      },
    ],
    [
      'throw',
      async ({ stream }) =>
        rejectionOf(
          (async () => {
            for await (const { type } of stream) if (type === 'text-delta') throw new Error('mine');
          })(),
        ),
    ],
    [
      'close',
      async ({ stream, pull }) => {
        await pull();
        await stream.close();
      },
    ],
    [
      'dispose',
      async ({ stream, pull }) => {
        await pull();
        await stream[Symbol.asyncDispose]();
      },
    ],
    [
      'abort',
      async ({ pull, controller }) => {
        await pull();
        controller.abort();
      },
    ],
    [
      'closing the client',
      async ({ pull, client }) => {
        await pull();
        await client.close();
      },
    ],
  ];

  function stall() {
    const { client, transport, clock } = setup([STALLED]);
    const controller = new AbortController();
    const stream = client.chatStream(hello, { signal: controller.signal });
    const pull = async (): Promise<unknown> => stream[Symbol.asyncIterator]().next();
    return { client, transport, clock, controller, stream, pull };
  }

  test.each(CANCELLATIONS)(
    'is canceled immediately by %s, without open connections, timers or listeners',
    async (_name, cancel) => {
      const stalled = stall();
      await cancel(stalled);
      const { transport, clock, controller } = stalled;
      expect(transport.requests).toMatchObject([{ open: false, canceled: true }]);
      expect([clock.timers, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0]);
    },
  );
});

describe('close', () => {
  test('ends pending calls, before and during their response', async () => {
    const { client, transport } = setup(['hold', STALLED]);
    const chat = rejectionOf(client.chat(hello));
    const stream = rejectionOf(client.chatStream(hello).response());
    await Promise.resolve();
    await client.close();
    expect(await chat).toMatchObject({ code: 'closed', provider: 'tiny' });
    expect(await stream).toMatchObject({ code: 'closed' });
    expect([transport.open, transport.closed]).toEqual([0, false]);
  });
});

describe('an abort', () => {
  test('ends a call that is waiting for its response', async () => {
    const { client, transport, clock } = setup(['hold']);
    const controller = new AbortController();
    const reason = new Error('enough');
    const chat = rejectionOf(client.chat(hello, { signal: controller.signal }));
    await Promise.resolve();
    controller.abort(reason);
    expect(await chat).toMatchObject({ code: 'aborted', provider: 'tiny', cause: reason });
    expect([transport.open, clock.timers, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0, 0]);
  });

  test('before a call prevents the request', async () => {
    const { client, transport } = setup([]);
    const signal = AbortSignal.abort();
    expect(await rejectionOf(client.chat(hello, { signal }))).toMatchObject({ code: 'aborted' });
    expect(transport.requests).toEqual([]);
  });
});

test('a timeout uses the injected clock and names the number of milliseconds', async () => {
  const { client, clock, transport } = setup(['hold'], { timeout: 1234 });
  const chat = rejectionOf(client.chat(hello));
  await clock.waitForTimer(1234);
  clock.advance(1234);
  const error = await chat;
  expect(error).toMatchObject({ provider: 'tiny', retryable: true });
  expect(error.code).toMatch(/^(first_byte|total)_timeout$/);
  expect(error.message).toContain('1234 ms');
  expect([transport.open, clock.timers]).toEqual([0, 0]);
});

test('an error contains neither the API key nor the prompt, even if the server echoes them', async () => {
  const key = 'sk-lm-abcdefgh:0123456789';
  const { client } = setup(
    [{ status: 400, json: { error: { message: `bad key ${key} for PROMPT-7391`, type: 'invalid_request_error' } } }],
    { apiToken: key },
  );
  const error = await rejectionOf(client.chat(hello));
  expect(error).toMatchObject({ name: 'ApiError', status: 400, provider: 'tiny' });
  const told = `${error.message} ${JSON.stringify(error)} ${error.stack}`;
  expect(told).not.toContain(key);
  expect(told).not.toContain('PROMPT-7391');
});
