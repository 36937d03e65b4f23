import { describe, expect, test } from 'vitest';
import type { ChatRequest } from '../../contract/chat.js';
import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import { LmError } from '../../errors/lm-error.js';
import { countTokens } from './count-tokens.js';
import { setup, chat } from '../../../test/support/counting-client.js';

describe('a server that counts', () => {
  test('counts exactly, with what remains of the context', async () => {
    const { client, plugin, methodsOf } = setup({ counts: true, methods: { countTokens: async () => 31 } });
    const request = { ...chat(3), maxOutputTokens: 100 };
    expect(await countTokens(client, request)).toEqual({
      inputTokens: 31,
      exact: true,
      source: 'server',
      contextLength: 4096,
      remaining: 4096 - 31 - 100,
    });
    expect(methodsOf()).toEqual(['countTokens', 'describeModel']);
    expect(plugin.calls[0]).toMatchObject({
      request: { model: 'm', ...request },
      call: { route: 'only', load: false },
    });
  });

  test('is asked for the description once', async () => {
    const { client, methodsOf } = setup({ counts: true });
    await countTokens(client, 'one');
    await countTokens(client, 'two');
    expect(methodsOf()).toEqual(['countTokens', 'describeModel', 'countTokens']);
  });

  test('counts what a chat sends: a string as a message, and instructions as one', async () => {
    const { client, plugin } = setup({ counts: true });
    await countTokens(client, 'hi');
    await countTokens(client, { system: 'be brief', messages: [{ role: 'user', content: 'hi' }] });
    expect(plugin.calls.filter(({ method }) => method === 'countTokens').map(({ request }) => request)).toMatchObject([
      { messages: [{ role: 'user', content: 'hi' }] },
      {
        messages: [
          { role: 'system', content: 'be brief' },
          { role: 'user', content: 'hi' },
        ],
      },
    ]);
  });

  test('may load the model only if the option says so. Otherwise, the tokens are estimated', async () => {
    const { client, plugin } = setup({
      counts: true,
      methods: { countTokens: async (_, { load }) => (load ? 7 : undefined) },
    });
    expect(await countTokens(client, { ...chat(3), model: 'unloaded' })).toMatchObject({
      exact: false,
      source: 'estimate',
    });
    expect(await countTokens(client, { ...chat(3), model: 'unloaded' }, { load: true })).toEqual({
      inputTokens: 7,
      exact: true,
      source: 'server',
    });
    expect(plugin.calls.filter(({ method }) => method === 'countTokens').map(({ call }) => call)).toMatchObject([
      { load: false },
      { load: true },
    ]);
  });

  test('receives no second request for a model for which it cannot count', async () => {
    const { client, plugin } = setup({
      counts: true,
      models: [{ id: 'm' }, { id: 'able' }],
      methods: {
        countTokens: async ({ model }) => {
          if (model === 'able') return 31;
          throw new LmError('not_found', 'Nothing is here.');
        },
      },
    });
    // Behind a proxy such as llama-swap, each model has a server of its own.
    for (const model of ['m', 'able', 'M', 'able', 'm']) {
      const source = model === 'able' ? 'server' : 'estimate';
      expect(await countTokens(client, { ...chat(3), model })).toMatchObject({ source });
    }
    const counted = plugin.calls.filter(({ method }) => method === 'countTokens');
    expect(counted.map(({ request }) => (request as { model: string }).model)).toEqual(['m', 'able', 'able']);
  });

  test('keeps a limited number of models for which it cannot count', async () => {
    const { client, methodsOf } = setup({
      counts: true,
      methods: { countTokens: async () => Promise.reject(new LmError('not_found', 'Nothing is here.')) },
      config: { modelCapabilities: 'off' },
    });
    for (let index = 0; index <= 1000; index += 1) await countTokens(client, { ...chat(1), model: `m${index}` });
    await countTokens(client, { ...chat(1), model: 'm1000' });
    expect(methodsOf()).toHaveLength(1001);
    await countTokens(client, { ...chat(1), model: 'm0' });
    expect(methodsOf()).toHaveLength(1002);
  });

  test('does not count a stored chat that is sent', async () => {
    const { client, methodsOf } = setup({ counts: true });
    await client.chat({ ...chat(3), previousResponseId: 'r', contextOverflow: 'error' });
    expect(methodsOf()).toEqual(['chat']);
  });

  const WRONG_COUNTS: readonly (readonly [count: unknown, received: string])[] = [
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [-5, '-5'],
    [0, '0'],
    [5.5, '5.5'],
    [2 ** 53, '9007199254740992'],
    ['5', 'a string'],
    [null, 'null'],
    [{}, 'an object'],
  ];

  test.each(WRONG_COUNTS)('must not count %j', async (count, received) => {
    const methods = { countTokens: async () => count as number };
    const { client } = setup({ counts: true, methods });
    await expect(countTokens(client, chat(3))).rejects.toMatchObject({
      code: 'unexpected_response',
      provider: 'fake',
      message: expect.stringContaining(`provider "fake" counted must be a positive integer; received ${received}.`),
    });
    // A chat is fitted by an estimate then.
    expect(await client.chat({ ...chat(3), contextOverflow: 'trim' })).toMatchObject({ text: 'ok' });
    const long = {
      ...chat(3),
      messages: [1, 2, 3].flatMap(() => chat(900).messages),
      contextOverflow: 'trim',
    } as const;
    expect((await client.chat(long)).warnings).toMatchObject([{ code: 'history_trimmed' }]);
  });

  test('passes on other errors', async () => {
    const { client } = setup({
      counts: true,
      methods: { countTokens: async () => Promise.reject(new LmError('overloaded', 'Busy.')) },
    });
    await expect(countTokens(client, 'one')).rejects.toMatchObject({ code: 'overloaded', provider: 'fake' });
  });
});

describe('the context length', () => {
  test.each<[what: string, request: Partial<ChatRequest>, config: Partial<ClientConfig>, length: number | undefined]>([
    ['is that of the request', { contextLength: 100 }, {}, 100],
    ['is that of the configuration', {}, { models: { m: { contextLength: 200 } } }, 200],
    ['is that which the server tells', {}, {}, 4096],
    ['is absent if descriptions are off', {}, { modelCapabilities: 'off' }, undefined],
    ['is absent if the server may not be asked', {}, { modelCapabilities: 'cached' }, undefined],
    ['is absent for a model that is not loaded', { model: 'unloaded' }, {}, undefined],
  ])('%s', async (_, request, config, contextLength) => {
    const { client } = setup({ config });
    const count = await countTokens(client, { ...chat(3), ...request });
    expect(count.contextLength).toBe(contextLength);
    expect(count.remaining).toBe(contextLength === undefined ? undefined : contextLength - count.inputTokens);
  });

  test.each<[what: string, model: string, length: number]>([
    ['of a loaded model', 'm', 4096],
    ['of the request for a model that is not loaded', 'unloaded', 100],
  ])('is that %s where a request sets it only when it loads the model', async (_, model, contextLength) => {
    const { client } = setup({ methods: { contextLengthApplies: () => 'on-load' } });
    expect(await countTokens(client, { ...chat(3), model, contextLength: 100 })).toMatchObject({ contextLength });
  });

  test('is requested once if the server does not know it', async () => {
    const { client, methodsOf } = setup({ methods: { describeModel: async (id) => ({ id, features: {} }) } });
    await countTokens(client, chat(3));
    await countTokens(client, chat(3));
    expect(methodsOf()).toEqual(['describeModel']);
  });

  test('is requested each time while the model is not loaded', async () => {
    const describeModel = async (id: string) => ({ id, features: {}, loaded: false });
    const { client, methodsOf } = setup({ methods: { describeModel } });
    await countTokens(client, { ...chat(3), model: 'unloaded' });
    await countTokens(client, { ...chat(3), model: 'unloaded' });
    expect(methodsOf()).toEqual(['describeModel', 'describeModel']);
  });

  test('is absent if the server does not tell it', async () => {
    const { client } = setup({ methods: { describeModel: async () => Promise.reject(new Error('down')) } });
    expect(await countTokens(client, chat(3))).not.toHaveProperty('contextLength');
  });
});

describe('countTokens', () => {
  const NOTHING_SENT: readonly (readonly [what: string, run: (client: LmClient) => Promise<unknown>, code: string])[] =
    [
      ['an invalid request', (client) => countTokens(client, { messages: 'hi' as never }), 'invalid_request'],
      [
        'a chat that the server stores',
        (client) => countTokens(client, { ...chat(3), previousResponseId: 'r' }),
        'invalid_request',
      ],
      ['an empty prompt', (client) => countTokens(client, ''), 'empty_prompt'],
      ['an unknown route', (client) => countTokens(client, 'hi', { route: 'other' }), 'capability_unsupported'],
      ['an invalid option', (client) => countTokens(client, 'hi', { load: 'yes' as never }), 'invalid_request'],
      ['an unknown option', (client) => countTokens(client, 'hi', { lode: true } as never), 'invalid_request'],
      [
        'an aborted signal',
        (client) => countTokens(client, 'hi', { signal: AbortSignal.abort(new Error('no longer')) }),
        'aborted',
      ],
      [
        'a closed client',
        async (client) => {
          await client.close();
          return countTokens(client, 'hi');
        },
        'closed',
      ],
    ];

  test.each(NOTHING_SENT)('rejects %s, and sends nothing', async (_, run, code) => {
    const { client, methodsOf } = setup({ counts: true });
    await expect(run(client)).rejects.toMatchObject({ code, provider: 'fake' });
    expect(methodsOf()).toEqual([]);
  });

  test('explains that it cannot count a stored chat', async () => {
    const counted = countTokens(setup().client, { ...chat(3), previousResponseId: 'r' });
    await expect(counted).rejects.toMatchObject({
      message: expect.stringMatching(/only the server has the earlier messages.*Pass all messages of the conv/),
    });
  });

  test('rejects a request without a model', async () => {
    const { client } = setup({ config: { model: undefined } });
    await expect(countTokens(client, 'hi')).rejects.toMatchObject({ code: 'empty_model' });
  });

  test.each([undefined, {}, 'client'])('rejects %j in place of a client', async (value) => {
    await expect(countTokens(value as never, 'hi')).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('countTokens() requires a client as its first argument; received'),
    });
  });

  test('leaves the warning about the API key to the next response', async () => {
    const { client } = setup({ config: { baseUrl: 'http://example.com', apiToken: 'sk-abcdefgh' } });
    await countTokens(client, 'hi');
    expect((await client.chat('hi')).warnings).toMatchObject([{ code: 'insecure_key' }]);
  });
});
