import { describe, expect, test, vi } from 'vitest';
import { rejectionOf } from '@lmux/test-support';
import type { ChatRequest } from '../../contract/chat.js';
import type { LmClient } from '../../contract/lm-client.js';
import { isCapabilityError } from '../../errors/guards.js';
import { LmError } from '../../errors/lm-error.js';
import type { Provider } from '../../provider/provider.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { createClient } from '../create-client.js';
import { BLIND, DEPENDS, PLAIN, IMAGE, TOOLS, info, setup, refusal } from '../../../test/support/model-clients.js';

describe('a request that needs something that depends on the model', () => {
  const CALLS: readonly (readonly [string, (client: LmClient, request: ChatRequest) => Promise<unknown>])[] = [
    ['chat', (client, request) => client.chat(request)],
    ['chatStream', (client, request) => client.chatStream(request).response()],
  ];

  test.each(CALLS)('%s is refused if the model lacks it', async (_, call) => {
    const { client, methodsOf } = setup();
    const error = await rejectionOf(call(client, IMAGE));
    expect(error).toMatchObject(refusal);
    expect(error).toHaveProperty(
      'message',
      'Provider "fake" cannot serve this chat request. Model "blind" does not support "imageInput", according to the server. Use a model that supports the request. Use provider "able", which has a route for the request. Nothing was sent.'.replace(
        'this chat request',
        `this ${_ === 'chat' ? 'chat' : 'chat.stream'} request`,
      ),
    );
    expect(isCapabilityError(error) && error.missing).toEqual([
      { feature: 'imageInput', routes: ['only'], model: 'blind' },
    ]);
    expect(methodsOf()).toEqual(['describeModel', 'listModels']);
  });

  test.each(CALLS)('%s is sent if the model supports it, after one lookup', async (method, call) => {
    const { client, methodsOf, plugin } = setup();
    await call(client, TOOLS);
    await call(client, TOOLS);
    expect(methodsOf()).toEqual(['describeModel', method, method]);
    expect(plugin.calls[0]).toMatchObject({ request: 'blind', call: { isLookup: true } });
  });

  test.each(CALLS)('%s is sent if nothing is known, after one lookup', async (method, call) => {
    const { client, methodsOf } = setup({ describeModel: async () => ({ id: 'blind', features: {} }) });
    await call(client, IMAGE);
    await call(client, IMAGE);
    expect(methodsOf()).toEqual(['describeModel', method, method]);
  });

  test('embed looks the model up too', async () => {
    const { client, methodsOf } = setup({
      describeModel: async () => ({ id: 'blind', features: { embedding: false } }),
      listModels: async () => [info('e', { type: 'embedding' }), info('blind')],
    });
    await expect(client.embed({ input: 'x' })).rejects.toMatchObject({ ...refusal, models: ['e'] });
    expect(methodsOf()).toEqual(['describeModel', 'listModels']);
  });

  test('is refused without a lookup if no description can help', async () => {
    const { client, methodsOf } = setup();
    await expect(client.chat(TOOLS, { route: 'none' })).rejects.toMatchObject(refusal);
    expect(methodsOf()).toEqual([]);
  });

  test('is not looked up for plain text', async () => {
    const { client, methodsOf } = setup();
    await client.chat(PLAIN);
    await client.chatStream(PLAIN).response();
    await client.complete({ prompt: 'p' });
    await client.completeStream({ prompt: 'p' }).response();
    expect(methodsOf()).toEqual(['chat', 'chatStream', 'complete', 'completeStream']);
  });

  test('shares one lookup with concurrent requests', async () => {
    const { client, methodsOf } = setup();
    await Promise.all([client.chat(TOOLS), client.chat(TOOLS), client.chatStream(TOOLS).response()]);
    expect(methodsOf().filter((method) => method === 'describeModel')).toHaveLength(1);
  });

  test('looks each model up, by its canonical name', async () => {
    const { client, methodsOf } = setup();
    for (const model of ['blind', 'BLIND', 'other']) await client.chat({ ...TOOLS, model });
    expect(methodsOf()).toEqual(['describeModel', 'chat', 'chat', 'describeModel', 'chat']);
  });
});

describe('a lookup', () => {
  const LATE: Provider = { describeModel: () => new Promise(() => {}) };

  test('that fails is tried again with the next request', async () => {
    const describeModel = async () => {
      throw new LmError('connection_failed', 'down');
    };
    const { client, methodsOf } = setup({ describeModel });
    await client.chat(IMAGE);
    await client.chat(IMAGE);
    expect(methodsOf()).toEqual(['describeModel', 'chat', 'describeModel', 'chat']);
  });

  test('ends after 3 seconds, and the request is sent', async () => {
    const { client, clock, methodsOf } = setup(LATE);
    const response = client.chat(IMAGE);
    clock.advance(2999);
    expect(methodsOf()).toEqual(['describeModel']);
    clock.advance(1);
    expect((await response).text).toEqual(expect.any(String));
    expect(methodsOf()).toEqual(['describeModel', 'chat']);
    expect(clock.timers).toBe(0);
  });

  test.each<[string, (client: LmClient, controller: AbortController) => unknown, string]>([
    ['an abort', (_, controller) => controller.abort(), 'aborted'],
    ['close()', (client) => client.close(), 'closed'],
  ])('is ended by %s', async (_, end, code) => {
    const { client, clock, methodsOf } = setup(LATE);
    const controller = new AbortController();
    const { signal } = controller;
    const failures = [client.chat(IMAGE, { signal }), client.chatStream(IMAGE, { signal }).response()].map(rejectionOf);
    clock.advance(10);
    await end(client, controller);
    for (const failure of failures) expect(await failure).toMatchObject({ code, provider: 'fake' });
    expect(methodsOf()).not.toContain('chat');
    expect(clock.timers).toBe(0);
  });

  test('is ended by closing the stream, which then sends nothing', async () => {
    const { client, clock, methodsOf } = setup(LATE);
    const stream = client.chatStream(IMAGE);
    const events = stream[Symbol.asyncIterator]();
    const first = events.next();
    clock.advance(10);
    await stream.close();
    expect(await first).toEqual({ done: true, value: undefined });
    expect(methodsOf()).toEqual(['describeModel']);
    await vi.waitFor(() => expect(clock.timers).toBe(0));
  });

  test('counts toward the total timeout of the call', async () => {
    const { client, clock } = setup(LATE);
    const failure = rejectionOf(client.chat(IMAGE, { timeouts: { total: 1000 } }));
    clock.advance(1000);
    expect(await failure).toMatchObject({ code: 'total_timeout' });
  });

  test('takes at most half of the total timeout, so that it never fails the call', async () => {
    const { client, clock, methodsOf } = setup(LATE);
    const chat = client.chat(IMAGE, { timeouts: { total: 1000 } });
    clock.advance(500);
    await chat;
    expect(methodsOf()).toEqual(['describeModel', 'chat']);
  });

  test('and the list of models for a refusal take 3 seconds together', async () => {
    const clock = new FakeClock();
    const describeModel = async () => {
      clock.advance(2000);
      return BLIND;
    };
    const { client, methodsOf } = setup({ describeModel, listModels: () => new Promise(() => {}) }, {}, clock);
    const failure = rejectionOf(client.chat(IMAGE));
    await vi.waitFor(() => expect(methodsOf()).toContain('listModels'));
    clock.advance(1000);
    expect(await failure).toMatchObject(refusal);
  });

  test('lists the models once for concurrent refusals', async () => {
    const { client, methodsOf } = setup();
    const failures = await Promise.all(Array.from({ length: 20 }, () => rejectionOf(client.chat(IMAGE))));
    for (const failure of failures) expect(failure).toMatchObject(refusal);
    expect(methodsOf()).toEqual(['describeModel', 'listModels']);
  });

  test('is repeated before a refusal if the description is old', async () => {
    let vision = false;
    const describeModel = async () => ({ id: 'blind', features: { imageInput: vision } });
    const { client, clock, methodsOf } = setup({ describeModel });
    await expect(client.chat(IMAGE)).rejects.toMatchObject(refusal);
    vision = true;
    await expect(client.chat(IMAGE)).rejects.toMatchObject(refusal);
    clock.advance(10_000);
    await client.chat(IMAGE);
    expect(methodsOf()).toEqual(['describeModel', 'listModels', 'listModels', 'listModels', 'describeModel', 'chat']);
  });

  test('leaves the rest of the total timeout to an embedding in several requests', async () => {
    const clock = new FakeClock();
    const methods: Provider = {
      describeModel: async () => {
        clock.advance(400);
        return { id: 'blind', features: {} };
      },
      embed: () => new Promise(() => {}),
    };
    const { client } = setup(methods, { limits: { embedInputs: 1 } }, clock);
    const failure = rejectionOf(client.embed({ input: ['a', 'b'] }, { timeouts: { total: 1000 } }));
    await clock.waitForTimer(600);
    clock.advance(600);
    expect(await failure).toMatchObject({ code: 'total_timeout' });
  });
});

describe('modelCapabilities', () => {
  test('off sends everything, even against overrides', async () => {
    const models = { blind: { features: { imageInput: false } } };
    const { client, methodsOf } = setup({}, { modelCapabilities: 'off', models });
    await client.models.describe();
    await client.chat(IMAGE);
    expect(methodsOf()).toEqual(['describeModel', 'chat']);
  });

  test('cached uses what is known, and never asks', async () => {
    const { client, methodsOf } = setup({}, { modelCapabilities: 'cached' });
    await client.chat(IMAGE);
    await client.models.describe();
    await expect(client.chat(IMAGE)).rejects.toMatchObject(refusal);
    expect(methodsOf()).toEqual(['chat', 'describeModel']);
  });
});

test('an unknown cell is planned first if the model is known to support it', () => {
  const unsure = { ...DEPENDS, support: 'unknown' } as const;
  const plugin = fakeProvider({
    routes: { first: { ...ABLE_ROUTE, tools: unsure }, second: { ...ABLE_ROUTE, tools: 'no' } },
  });
  const config = { provider: 'fake', model: 'm', models: { m: { features: { tools: true } } } } as const;
  const client = createClient({ plugins: [plugin], config });
  expect(client.explain(TOOLS)).toMatchObject({ route: 'first', unverified: [] });
});
