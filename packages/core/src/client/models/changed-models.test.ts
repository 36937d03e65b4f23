import { describe, expect, test, vi } from 'vitest';
import { rejectionOf } from '@lmux/test-support';
import type { DescribedModel } from '../../contract/model-description.js';
import { ApiError } from '../../errors/api-error.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { FakeClock } from '../../testing/fake-clock.js';
import { countTokens } from '../context/count-tokens.js';
import { createClient } from '../create-client.js';
import { CHAT, respond, setup as overflowing } from '../../../test/support/overflow-clients.js';
import { DEPENDS, IMAGE, info, refusal, setup, TOOLS } from '../../../test/support/model-clients.js';

const refused = (feature = 'tools') =>
  new ApiError('invalid_request', `blind does not support ${feature}`, {
    provider: 'fake',
    status: 400,
    retryable: false,
  });

describe('what was learned from an error', () => {
  test('is superseded by a later description', async () => {
    let features: DescribedModel['features'] = {};
    const describeModel = async () => ({ id: 'blind', features });
    const { client } = setup({ describeModel, chat: async () => Promise.reject(refused()) });
    await rejectionOf(client.chat(TOOLS));
    expect(client.explain(TOOLS).route).toBeUndefined();
    features = { tools: true };
    expect((await client.models.describe()).features).toMatchObject({ tools: { value: true, source: 'server' } });
    expect(client.explain(TOOLS).route).toBe('only');
  });

  test('is superseded by the list of models for images', async () => {
    const listModels = async () => [info('blind', { capabilities: { vision: true } })];
    const describeModel = async () => ({ id: 'blind', features: {} });
    const { client } = setup({ describeModel, listModels, chat: async () => Promise.reject(refused('images')) });
    await rejectionOf(client.chat(IMAGE));
    expect(client.explain(IMAGE).route).toBeUndefined();
    await client.models.list();
    expect(client.explain(IMAGE).route).toBe('only');
  });

  test('is checked with the server after 10 seconds', async () => {
    let features: DescribedModel['features'] = {};
    let isRefusing = true;
    const { client, clock, methodsOf } = setup({
      describeModel: async () => ({ id: 'blind', features }),
      chat: async (request, call) => {
        if (isRefusing) throw refused();
        return respond(request, call);
      },
    });
    await rejectionOf(client.chat(TOOLS));
    features = { tools: true };
    isRefusing = false;
    await expect(client.chat(TOOLS)).rejects.toMatchObject(refusal);
    clock.advance(10_000);
    expect(await client.chat(TOOLS)).toMatchObject({ text: 'ok' });
    expect(methodsOf().slice(-3)).toEqual(['listModels', 'describeModel', 'chat']);
  });

  test.each<[string, object, string | undefined]>([
    ['that accepts it for every model stays usable', { tools: 'yes' }, 'second'],
    ['on which it depends on the model too is not tried', { tools: DEPENDS }, undefined],
  ])('on one route: another route %s', async (_, cells, expected) => {
    const routes = { first: { ...ABLE_ROUTE, tools: DEPENDS }, second: { ...ABLE_ROUTE, ...cells } };
    const chat = async (request: object, call: { readonly route: string }) => {
      if (call.route === 'first') throw refused();
      return respond(request as never, call as never);
    };
    const describeModel = async () => ({ id: 'blind', features: {} });
    const plugin = fakeProvider({ routes, methods: { chat, describeModel } });
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'blind', emulate: 'never' } });
    await rejectionOf(client.chat(TOOLS, { route: 'first' }));
    expect(client.explain(TOOLS, { route: 'first' }).route).toBeUndefined();
    expect(client.explain(TOOLS).route).toBe(expected);
    const fact = (await client.models.describe()).features.tools;
    expect(fact).toMatchObject({ value: false, source: 'learned' });
    expect(fact?.routes).toEqual(expected === undefined ? undefined : ['first']);
  });
});

describe('a provider that cannot describe models', () => {
  const routes = { only: { ...ABLE_ROUTE, imageInput: DEPENDS, 'models.describe': 'no' } } as const;

  test('still refuses by its list after a long time', async () => {
    const clock = new FakeClock();
    const listModels = async () => [info('blind', { capabilities: { vision: false } })];
    const plugin = fakeProvider({ routes, methods: { listModels } });
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'blind' }, clock });
    await client.models.list();
    clock.advance(60_000);
    expect(await rejectionOf(client.chat(IMAGE))).toMatchObject({
      ...refusal,
      message: expect.stringContaining('does not support "imageInput"'),
    });
  });

  test.each(['trim', 'error'] as const)('still sends chats with %s after a long time', async (contextOverflow) => {
    const clock = new FakeClock();
    const listModels = async () => [info('m', { capabilities: { vision: false } })];
    const plugin = fakeProvider({ routes, methods: { listModels, countTokens: async () => 90 } });
    const models = { m: { contextLength: 100 } };
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm', models }, clock });
    await client.models.list();
    clock.advance(60_000);
    expect(await client.chat(CHAT(1, { contextOverflow, maxOutputTokens: 5 }))).toMatchObject({ warnings: [] });
  });
});

describe('the context length', () => {
  const reloaded = () => {
    let contextLength: number | undefined = 100;
    const describeModel = async (id: string) => ({ id, features: {}, contextLength });
    const listModels = async () => [info('m', { loaded: contextLength !== undefined, contextLength })];
    const made = overflowing({ describeModel, listModels });
    const reload = (length: number | undefined) => {
      contextLength = length;
    };
    return { ...made, reload };
  };

  test.each([50, undefined])('%s of the list is requested again', async (length) => {
    const { client, reload } = reloaded();
    expect(await client.models.describe()).toMatchObject({ contextLength: 100 });
    reload(length);
    expect(await client.models.describe()).toMatchObject({ contextLength: 100 });
    await client.models.list();
    expect((await client.models.describe()).contextLength).toBe(length);
  });

  test('is not requested again if the list agrees', async () => {
    const { client, methodsOf } = reloaded();
    await client.models.describe();
    await client.models.list();
    await client.models.describe();
    expect(methodsOf()).toEqual(['describeModel', 'listModels']);
  });

  test('is requested again after a minute', async () => {
    const { client, clock, reload } = reloaded();
    await countTokens(client, 'hi');
    reload(50);
    clock.advance(60_000);
    expect(await countTokens(client, 'hi')).toMatchObject({ contextLength: 50 });
    reload(70);
    clock.advance(60_000);
    expect(await client.models.describe()).toMatchObject({ contextLength: 70 });
  });

  test('is requested again after a chat that set another one', async () => {
    const { client, reload } = reloaded();
    await client.models.describe();
    reload(200);
    await client.chat({ messages: CHAT(1).messages, contextLength: 200 });
    expect(await countTokens(client, 'hi')).toMatchObject({ contextLength: 200 });
  });

  test('of the configuration needs no request', async () => {
    const models = { m: { contextLength: 80 } };
    const { client, clock, methodsOf } = overflowing({}, { models });
    await client.models.describe();
    clock.advance(60_000);
    expect(await countTokens(client, 'hi')).toMatchObject({ contextLength: 80 });
    expect(methodsOf()).toEqual(['describeModel', 'countTokens']);
  });
});

test('close() ends a description of a provider that ignores its signal', async () => {
  const { client, clock, methodsOf } = setup({ describeModel: () => new Promise(() => {}) });
  const failure = rejectionOf(client.models.describe());
  await vi.waitFor(() => expect(methodsOf()).toEqual(['describeModel']));
  await client.close();
  expect(await failure).toMatchObject({ code: 'closed', provider: 'fake' });
  expect(clock.timers).toBe(0);
});
