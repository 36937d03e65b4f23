import { describe, expect, test } from 'vitest';
import type { CallOptions } from '../contract/call-options.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { ChatRequest } from '../contract/chat.js';
import { createClient } from './create-client.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider, type FakeRoutes } from '../testing/fake-provider.js';
import { ROUTES, setup, turn, user } from '../../test/support/fake-client.js';

const history: ChatRequest = { messages: [user, { role: 'assistant', content: 'yes' }, user] };

/** Freezes a value deeply. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

describe('resume', () => {
  const requested = async (config: object, options: CallOptions): Promise<unknown[]> => {
    const { client, plugin } = setup({}, config);
    await client.chatStream(turn, options).response();
    await client.chat(turn, options);
    return plugin.calls.map(({ method, call }) => [method, call.resume]);
  };

  test.each([
    ['no setting', {}, {}, false],
    ["the client's setting", { resume: true }, {}, true],
    ["the call's option", {}, { resume: true }, true],
    ["the call's option over the client's", { resume: true }, { resume: false }, false],
  ])('applies %s to chat streams only', async (_name, config, options, resume) => {
    expect(await requested(config, options)).toEqual([
      ['chatStream', resume],
      ['chat', false],
    ]);
  });

  test('is rejected if no route supports it, or dropped with a warning', async () => {
    const plugin = fakeProvider<string, FakeRoutes>({ id: 'two', routes: { only: { ...ABLE_ROUTE, resume: 'no' } } });
    const client = createClient({ plugins: [plugin], config: { provider: 'two', model: 'm', resume: true } });
    await expect(client.chatStream(turn).response()).rejects.toMatchObject({
      code: 'capability_unsupported',
      missing: [{ feature: 'resume', routes: ['only'] }],
    });
    const { warnings } = await client.chatStream(turn, { onUnsupported: 'warn' }).response();
    expect(warnings).toMatchObject([{ code: 'feature_dropped', feature: 'resume' }]);
    expect(plugin.calls.map(({ call }) => call.resume)).toEqual([false]);
  });
});

describe('the route', () => {
  test('is the first that supports the request', async () => {
    const { client, plugin } = setup();
    expect(await client.chat(turn)).toMatchObject({ route: 'native' });
    expect(await client.chat(history)).toMatchObject({ route: 'openai' });
    expect(await client.chatStream(history).response()).toMatchObject({ route: 'openai' });
    expect(await client.complete({ prompt: 'x' })).toMatchObject({ route: 'openai' });
    await client.embed({ input: 'x' });
    await client.models.list();
    expect(plugin.calls.map(({ call }) => call.route)).toEqual([
      'native',
      'openai',
      'openai',
      'openai',
      'openai',
      'native',
    ]);
  });

  test('can be set by an option', async () => {
    const { client } = setup();
    expect(await client.chat(turn, { route: 'openai' })).toMatchObject({ route: 'openai' });
    await expect(client.chat(history, { route: 'native' })).rejects.toMatchObject({
      code: 'capability_unsupported',
      missing: [{ feature: 'assistantMessages', routes: ['native'] }],
    });
    await expect(client.chat(turn, { route: 'elsewhere' })).rejects.toMatchObject({ code: 'capability_unsupported' });
  });

  test('cannot be chosen if no single route supports the request, and the error lists another provider', async () => {
    const { client, plugin } = setup();
    await expect(client.chat({ ...history, store: true })).rejects.toMatchObject({
      name: 'CapabilityError',
      provider: 'two',
      missing: [
        { feature: 'assistantMessages', routes: ['native'] },
        { feature: 'statefulChat', routes: ['openai'] },
      ],
      supportedBy: ['able'],
    });
    expect(plugin.calls).toEqual([]);
  });
});

describe('an unsupported feature', () => {
  const request = frozen<ChatRequest>({ ...turn, seed: 1, minP: 0.5 });

  test('is rejected by default', async () => {
    await expect(setup().client.chat(request)).rejects.toMatchObject({ code: 'capability_unsupported' });
  });

  test('is dropped with a warning', async () => {
    const { client, plugin } = setup({}, { onUnsupported: 'warn' });
    const { warnings } = await client.chat(request);
    expect(warnings).toMatchObject([{ code: 'feature_dropped', feature: 'minP' }]);
    expect(plugin.calls[0]?.request).toEqual({ ...turn, model: 'm', seed: 1 });
    const events = [];
    for await (const event of client.chatStream(request)) events.push(event);
    expect(events[1]).toEqual({ type: 'warning', warning: warnings[0] });
  });

  test('is dropped silently if the call sets onUnsupported to drop', async () => {
    const { client, plugin } = setup({}, { onUnsupported: 'warn' });
    expect(await client.chat(request, { onUnsupported: 'drop' })).toMatchObject({ warnings: [] });
    expect(plugin.calls[0]?.request).not.toHaveProperty('minP');
    await expect(client.chat(request, { onUnsupported: 'error' })).rejects.toMatchObject({
      code: 'capability_unsupported',
    });
  });
});

describe('requests', () => {
  test('are passed to the provider without being modified', async () => {
    const { client, plugin } = setup({}, { onUnsupported: 'drop' });
    const chat = frozen<ChatRequest>({
      messages: [user],
      tools: [{ name: 'f', parameters: { type: 'object' } }],
      stop: ['x'],
      minP: 1,
      extra: { deep: { er: 1 } },
    });
    await client.chat(chat);
    await client.chatStream(chat).response();
    await client.embed(frozen({ input: ['a', 'b'] }));
    await client.complete(frozen({ prompt: 'p', minP: 1 }));
    await client.models.load(frozen({ model: 'fake-model', extra: { a: 1 } }), frozen({ headers: { a: 'b' } }));
    const { minP: _, ...rest } = chat;
    expect(plugin.calls.map(({ request }) => request)).toEqual([
      { ...rest, model: 'm' },
      { ...rest, model: 'm' },
      { input: ['a', 'b'], model: 'm' },
      { prompt: 'p', model: 'm' },
      { model: 'fake-model', extra: { a: 1 } },
    ]);
  });

  test.each<[config: Partial<ClientConfig>, model: string | undefined, chat: string, embed: string]>([
    [{ model: 'm' }, undefined, 'm', 'm'],
    [{ model: 'm', embedModel: 'e' }, undefined, 'm', 'e'],
    [{ model: 'm', embedModel: 'e' }, 'own', 'own', 'own'],
    [{ model: 'm', embedModel: 'e' }, '', 'm', 'e'],
  ])('of a client with %j use the model of the request (%j) or a default', async (config, model, chat, embed) => {
    const { client, plugin } = setup({}, config);
    await client.chat({ ...turn, model });
    await client.complete({ prompt: 'p', model });
    await client.embed({ input: 'x', model });
    expect(plugin.calls.map(({ request }) => (request as { model: string }).model)).toEqual([chat, chat, embed]);
  });

  test('for chats do not use embedModel', async () => {
    const { client } = setup({}, { model: undefined, embedModel: 'e' });
    await expect(client.chat(turn)).rejects.toMatchObject({ code: 'empty_model', provider: 'two' });
    expect(await client.embed({ input: 'x' })).toMatchObject({ model: 'e' });
  });
});

describe('explain', () => {
  test('returns the plan without sending', () => {
    const { client, plugin } = setup();
    expect(client.explain({ ...history, logprobs: true })).toEqual({
      capability: 'chat',
      features: ['assistantMessages', 'logprobs'],
      emulated: [],
      route: 'openai',
      dropped: [],
      unverified: ['logprobs'],
      warnings: [],
      missing: [],
      facts: [],
      supportedBy: [],
    });
    expect(client.explain({ ...history, store: true })).toMatchObject({ route: undefined, supportedBy: ['able'] });
    expect(client.explain({ ...turn, minP: 1 }, { onUnsupported: 'warn' })).toMatchObject({
      route: 'native',
      dropped: ['minP'],
      warnings: [{ feature: 'minP' }],
    });
    expect(plugin.calls).toEqual([]);
  });

  test('requires no model', () => {
    expect(setup({}, { model: undefined }).client.explain(turn)).toMatchObject({ route: 'native' });
  });
});

test('supports() returns true if at least one route is known to support it', () => {
  const { client } = setup();
  expect(client.capabilities.routes).toBe(ROUTES);
  const requested = ['chat', 'embedding', 'statefulChat', 'minP', 'models.load', 'toString'] as const;
  expect(requested.map((capability) => client.supports(capability as 'chat'))).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
  ]);
  expect(
    createClient({
      plugins: [fakeProvider({ routes: { only: { ...ABLE_ROUTE, seed: 'unknown' } } })],
      config: { provider: 'fake' },
    }).supports('seed'),
  ).toBe(false);
});
