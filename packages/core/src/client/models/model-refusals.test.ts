import { describe, expect, test, vi } from 'vitest';
import { rejectionOf } from '@lmux/test-support';
import type { ChatRequest } from '../../contract/chat.js';
import type { LmClient } from '../../contract/lm-client.js';
import { ApiError } from '../../errors/api-error.js';
import { LmError } from '../../errors/lm-error.js';
import type { Provider } from '../../provider/provider.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { createClient } from '../create-client.js';
import { user, PLAIN, IMAGE, TOOLS, info, setup, refusal } from '../../../test/support/model-clients.js';

describe('overrides in the configuration', () => {
  test('take precedence over the server', async () => {
    const models = { Blind: { features: { imageInput: true, tools: false } } };
    const { client } = setup({}, { models });
    await client.chat(IMAGE);
    await expect(client.chat(TOOLS)).rejects.toMatchObject({
      ...refusal,
      message: expect.stringContaining(
        'Model "blind" does not support "tools", according to "models" in the configuration.',
      ),
    });
    expect((await client.models.describe()).features).toMatchObject({
      imageInput: { value: true, source: 'override' },
      tools: { value: false, source: 'override' },
    });
  });

  test('save the lookup if they tell everything that the request needs', async () => {
    const { client, methodsOf } = setup({}, { models: { blind: { features: { imageInput: true } } } });
    await client.chat(IMAGE);
    expect(methodsOf()).toEqual(['chat']);
  });

  test('may deny chats altogether', async () => {
    const { client } = setup({}, { models: { blind: { features: { chat: false } } } });
    await expect(client.chat(PLAIN)).rejects.toMatchObject(refusal);
    await expect(client.chatStream(PLAIN).response()).rejects.toMatchObject(refusal);
  });

  test.each<[unknown, string]>([
    [[], '"models" must be an object; received an array.'],
    [{ m: 1 }, '"models.m" must be an object; received a number.'],
    [
      { m: { vision: true } },
      'Unknown key "models.m.vision". Supported keys: features, contextLength, maxContextLength.',
    ],
    [{ m: { features: { imageInput: 'yes' } } }, '"models.m.features.imageInput" must be a boolean; received "yes".'],
    [{ m: { features: { images: true } } }, 'Unknown key "models.m.features.images". Did you mean "imageInput"?'],
    [{ m: { contextLength: 0 } }, '"models.m.contextLength" must be a positive integer; received 0.'],
  ])('%j is rejected', (models, message) => {
    expect(() => setup({}, { models: models as never })).toThrow(
      expect.objectContaining({ code: 'config_invalid', message: expect.stringContaining(message) }),
    );
  });
});

describe('a refusal', () => {
  test('names up to five models of the server that support the request', async () => {
    const seeing = Array.from({ length: 7 }, (_, index) => info(`sees-${index}`, { capabilities: { vision: true } }));
    const { client } = setup({
      listModels: async () => [info('blind'), info('x', { capabilities: { vision: false } }), ...seeing],
    });
    const error = await rejectionOf(client.chat(IMAGE));
    expect(error).toMatchObject({ ...refusal, models: ['sees-0', 'sees-1', 'sees-2', 'sees-3', 'sees-4'] });
    expect(error).toHaveProperty(
      'message',
      expect.stringContaining('Use "sees-0", "sees-1", "sees-2", "sees-3" or "sees-4" of this server.'),
    );
  });

  test('names only models that support all that the request needs, and not the model itself', async () => {
    const abilities = { a: [true, false], b: [false, true], c: [true, true], blind: [true, true] };
    const listed = Object.entries(abilities).map(([id, [vision, toolUse]]) =>
      info(id, { capabilities: { vision, toolUse } }),
    );
    const { client } = setup({ listModels: async () => listed });
    const error = await rejectionOf(client.chat({ ...IMAGE, ...TOOLS, messages: IMAGE.messages }));
    expect(error).toMatchObject({ ...refusal, models: ['c'] });
  });

  test('names no model if nothing is known about the feature', async () => {
    const models = { blind: { features: { seed: false } } };
    const { client } = setup({ listModels: async () => [info('a')] }, { models });
    await expect(client.chat({ ...PLAIN, seed: 1 })).rejects.toMatchObject({ ...refusal, models: [] });
  });

  test('masks names that look like keys in JSON', async () => {
    const model = 'sk-live-0123456789abcdefSECRET';
    const { client } = setup({ listModels: async () => [info(`${model}-2`, { capabilities: { vision: true } })] });
    expect(JSON.stringify(await rejectionOf(client.chat({ ...IMAGE, model })))).not.toContain('SECRET');
  });

  test('does not wait longer than 3 seconds for the list', async () => {
    const { client, clock, methodsOf } = setup({ listModels: () => new Promise(() => {}) });
    const failure = rejectionOf(client.chat(IMAGE));
    await vi.waitFor(() => expect(methodsOf()).toContain('listModels'));
    clock.advance(3000);
    expect(await failure).toMatchObject({ ...refusal, models: [] });
    expect(clock.timers).toBe(0);
  });

  test('is not made if the model has been replaced', async () => {
    let digest = 'a';
    const described = async () => ({ id: 'blind', features: { imageInput: digest === 'b' }, digest });
    const { client, methodsOf } = setup({
      describeModel: described,
      listModels: async () => [info('blind', { digest })],
    });
    await expect(client.chat(IMAGE)).rejects.toMatchObject(refusal);
    digest = 'b';
    await client.chat(IMAGE);
    expect(methodsOf()).toEqual(['describeModel', 'listModels', 'listModels', 'describeModel', 'chat']);
  });

  test('is not made for tool calls of the history, which need no lookup', async () => {
    const { client, methodsOf } = setup({}, { models: { blind: { features: { tools: false } } } });
    const call = { id: 'c', name: 'f', arguments: '{}' };
    const messages = [user, { role: 'assistant', toolCalls: [call] }, { role: 'tool', toolCallId: 'c', content: '1' }];
    await client.chat({ messages: messages as ChatRequest['messages'] });
    expect(methodsOf()).toEqual(['chat']);
    await expect(client.chat(TOOLS)).rejects.toMatchObject(refusal);
  });

  test('is not made for reasoning that is off, which is then not sent', async () => {
    const { client, plugin } = setup({ describeModel: async () => ({ id: 'blind', features: { reasoning: false } }) });
    await client.chat({ ...PLAIN, reasoning: 'off' });
    expect(plugin.recordedRequests[0]).toMatchObject({ reasoning: undefined });
    await expect(client.chat({ ...PLAIN, reasoning: 'on' })).rejects.toMatchObject(refusal);
  });

  test('drops what may be dropped', async () => {
    const { client } = setup({}, { onUnsupported: 'warn', models: { blind: { features: { logprobs: false } } } });
    const { warnings } = await client.chat({ ...PLAIN, logprobs: true });
    expect(warnings).toEqual([
      {
        code: 'feature_dropped',
        feature: 'logprobs',
        message: '"logprobs" was dropped because the model does not support it.',
      },
    ]);
  });
});

describe('what the server refuses', () => {
  const refused = () =>
    new ApiError('invalid_request', 'blind does not support tools', {
      provider: 'fake',
      status: 400,
      retryable: false,
    });

  test.each<[string, (client: LmClient) => Promise<unknown>]>([
    ['chat', (client) => client.chat(TOOLS)],
    ['chatStream', (client) => client.chatStream(TOOLS).response()],
  ])('%s learns, until refresh', async (method, call) => {
    let failing = true;
    const plugin = {
      describeModel: async () => ({ id: 'blind', features: {} }),
      [method]: () => {
        if (failing) throw refused();
        return fakeProvider().id as never;
      },
    } as unknown as Provider;
    const { client, methodsOf } = setup(plugin);
    expect(await rejectionOf(call(client))).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(
        'Further requests with "tools" for this model are rejected before they are sent.',
      ),
    });
    expect(await rejectionOf(call(client))).toMatchObject({
      ...refusal,
      message: expect.stringContaining('since the server refused an earlier request with it'),
    });
    expect(client.explain(TOOLS)).toMatchObject({
      route: undefined,
      facts: [{ feature: 'tools', value: false, source: 'learned', checkedAt: expect.any(Date) }],
    });
    failing = false;
    expect((await client.models.describe(undefined, { refresh: true })).features).toEqual({});
    expect(client.explain(TOOLS)).toMatchObject({ route: 'only', facts: [] });
    expect(methodsOf()).toEqual(['describeModel', method, 'listModels', 'describeModel']);
  });

  const refusing = { chat: async () => Promise.reject(refused()) };

  test('is tried again after a refresh that fails', async () => {
    const describeModel = async () => Promise.reject(new LmError('model_not_found', 'an alias'));
    const { client } = setup({ ...refusing, describeModel });
    await rejectionOf(client.chat(TOOLS));
    expect(client.explain(TOOLS)).toMatchObject({ route: undefined });
    await rejectionOf(client.models.describe(undefined, { refresh: true }));
    expect(client.explain(TOOLS)).toMatchObject({ route: 'only' });
  });

  test('is not learned where models cannot be described, since it could not be corrected', async () => {
    const plugin = fakeProvider({ routes: { only: { ...ABLE_ROUTE, 'models.describe': 'no' } }, methods: refusing });
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'blind', emulate: 'never' } });
    const error = await rejectionOf(client.chat(TOOLS));
    expect(error).toHaveProperty('message', 'blind does not support tools');
    expect(client.explain(TOOLS)).toMatchObject({ route: 'only' });
  });

  test.each<[string, Parameters<typeof setup>[1], Partial<ChatRequest>, string]>([
    ['an override', { models: { blind: { features: { tools: true } } } }, TOOLS, 'blind does not support tools'],
    ['a dropped feature', { onUnsupported: 'warn' }, { ...PLAIN, logprobs: true }, 'blind does not support logprobs'],
  ])('does not announce a rejection in case of %s', async (_, config, request, message) => {
    const error = new ApiError('invalid_request', message, { provider: 'fake', status: 400, retryable: false });
    const { client } = setup({ chat: async () => Promise.reject(error) }, config);
    expect(await rejectionOf(client.chat(request as ChatRequest))).toHaveProperty('message', message);
  });

  test.each<[string, boolean | undefined, string | undefined]>([
    ['supports it', true, 'only'],
    ['does not tell', undefined, undefined],
  ])('of a model that %s, according to its description', async (_, tools, route) => {
    const { client } = setup({ ...refusing, describeModel: async () => ({ id: 'blind', features: { tools } }) });
    await client.models.describe();
    const error = await rejectionOf(client.chat(TOOLS));
    expect(String(error).includes('are rejected before they are sent')).toBe(route === undefined);
    expect(client.explain(TOOLS).route).toBe(route);
  });

  test('is not learned if it is about something with another name', async () => {
    const error = new ApiError('invalid_request', 'Streaming does not support tools', {
      provider: 'fake',
      status: 400,
    });
    const { client } = setup({ chat: async () => Promise.reject(error) });
    await rejectionOf(client.chat(TOOLS));
    expect(client.explain(TOOLS)).toMatchObject({ route: 'only' });
  });

  test('is not learned if the request did not need it', async () => {
    const { client } = setup({
      chat: async () => {
        throw refused();
      },
    });
    await rejectionOf(client.chat(PLAIN));
    expect(client.explain(TOOLS)).toMatchObject({ route: 'only' });
  });
});
