import { describe, expect, test, vi } from 'vitest';
import { rejectionOf } from '@lmux/test-support';
import type { ChatRequest } from '../../contract/chat.js';
import type { ClientConfig } from '../../contract/client-config.js';
import type { LmClient } from '../../contract/lm-client.js';
import type { Provider } from '../../provider/provider.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { createClient } from '../create-client.js';
import { turns, CHAT, setup, user, CALLS } from '../../../test/support/overflow-clients.js';

describe.each(CALLS)('%s', (method, call) => {
  test.each<[string, ChatRequest, Partial<ClientConfig>]>([
    ['by default', CHAT(50), {}],
    [
      'with server, which takes precedence over the configuration',
      CHAT(50, { contextOverflow: 'server' }),
      { contextOverflow: 'error' },
    ],
  ])('counts nothing %s', async (_, request, config) => {
    const { client, methodsOf } = setup({}, config);
    await call(client, request);
    expect(methodsOf()).toEqual([method]);
  });

  describe('with error', () => {
    test.each([
      ['of the request', 'error', undefined],
      ['of the configuration', undefined, 'error'],
    ] as const)('%s rejects a prompt that exceeds the context', async (_, own, configured) => {
      const { client, methodsOf } = setup({}, { contextOverflow: configured });
      const error = await rejectionOf(call(client, CHAT(9, { contextOverflow: own })));
      expect(error).toMatchObject({
        code: 'context_overflow',
        provider: 'fake',
        message:
          'The prompt has 100 tokens, but model "m" has a context of 100 tokens, and "maxOutputTokens" is 20. Shorten the messages, or load the model with a larger context. Nothing was sent.',
      });
      expect(methodsOf()).toEqual(['countTokens', 'describeModel']);
    });

    test('ignores a context length of the request that does not apply to a loaded model', async () => {
      const { client, methodsOf } = setup({ contextLengthApplies: () => 'on-load' });
      await call(client, CHAT(8, { contextOverflow: 'error', contextLength: 30 }));
      expect(methodsOf()).toEqual(['countTokens', 'describeModel', method]);
    });

    test('sends a prompt that fits', async () => {
      const { client, methodsOf, plugin } = setup();
      const { warnings } = await call(client, CHAT(8, { contextOverflow: 'error' }));
      expect(warnings).toEqual([]);
      expect(methodsOf()).toEqual(['countTokens', 'describeModel', method]);
      expect(plugin.calls[0]?.call).toMatchObject({ load: true });
    });

    test('leaves it to the server where tokens cannot be counted', async () => {
      const { client, methodsOf, plugin } = setup({}, {}, false);
      await call(client, CHAT(50, { contextOverflow: 'error' }));
      expect(methodsOf()).toEqual([method]);
      expect(plugin.recordedRequests[0]).toMatchObject({ contextOverflow: 'error' });
    });

    test('rejects an estimate that is certainly too long where the server may truncate', async () => {
      const plugin = fakeProvider({
        routes: {
          only: { ...ABLE_ROUTE, 'tokens.count': 'no', contextOverflowError: { support: 'unknown', note: 'n' } },
        },
      });
      const models = { m: { contextLength: 100 } };
      const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm', models } });
      const long = 'The old house on the hill was empty. '.repeat(500);
      await expect(call(client, { messages: [user(long)], contextOverflow: 'error' })).rejects.toMatchObject({
        code: 'context_overflow',
        message: expect.stringContaining('Nothing was sent.'),
      });
      expect(plugin.recordedRequests).toEqual([]);
      await call(client, CHAT(1, { contextOverflow: 'error' }));
      expect(plugin.recordedRequests).toHaveLength(1);
    });

    test('is refused by a route without it', async () => {
      const plugin = fakeProvider({ routes: { only: { ...ABLE_ROUTE, contextOverflowError: 'no' } } });
      const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
      await expect(call(client, CHAT(1, { contextOverflow: 'error' }))).rejects.toMatchObject({
        code: 'capability_unsupported',
        message: expect.stringContaining('"contextOverflowError" ("contextOverflow") is not supported'),
      });
    });
  });

  describe('with trim', () => {
    test('leaves out the oldest turns, and warns', async () => {
      const { client, sent } = setup();
      const { warnings } = await call(client, CHAT(9, { contextOverflow: 'trim' }));
      expect(sent()).toEqual([
        'S',
        ...turns(9)
          .slice(4)
          .map(({ content }) => content),
        'last',
      ]);
      expect(warnings).toEqual([
        {
          code: 'history_trimmed',
          message:
            'The 4 oldest messages were left out, because the prompt of 100 tokens does not fit the context of 100 tokens, of which 20 are left for the response.',
        },
      ]);
    });

    test('sends a prompt that fits as it is', async () => {
      const { client, sent } = setup();
      const { warnings } = await call(client, CHAT(7, { contextOverflow: 'trim' }));
      expect(sent()).toHaveLength(16);
      expect(warnings).toEqual([]);
    });

    test('leaves a tenth of the context for the response if its length is not set', async () => {
      const { client, sent } = setup();
      await call(client, CHAT(9, { contextOverflow: 'trim', maxOutputTokens: undefined }));
      expect(sent()).toHaveLength(18);
    });

    test('does not count a chat that is certainly short enough', async () => {
      const describeModel: Provider['describeModel'] = async (id) => ({ id, features: {}, contextLength: 1000 });
      const { client, methodsOf } = setup({ describeModel });
      await client.models.describe();
      await call(client, CHAT(2, { contextOverflow: 'trim' }));
      expect(methodsOf()).toEqual(['describeModel', method]);
    });

    test('rejects a chat whose last message alone is too long', async () => {
      const { client, methodsOf } = setup({ countTokens: async ({ messages }) => 98 + messages.length });
      const error = await rejectionOf(call(client, CHAT(2, { contextOverflow: 'trim' })));
      expect(error).toMatchObject({
        code: 'context_overflow',
        message: expect.stringContaining(
          'Even without its earlier turns, the prompt has 100 tokens, but model "m" has a context of 100 tokens',
        ),
      });
      expect(methodsOf()).not.toContain(method);
    });

    test('sends a chat without its earlier turns if that leaves no room for the whole response', async () => {
      const { client, sent } = setup({ countTokens: async ({ messages }) => 90 + messages.length });
      await call(client, CHAT(2, { contextOverflow: 'trim' }));
      expect(sent()).toEqual(['S', 'last']);
    });

    test('needs a description only once if the server does not know the context length', async () => {
      const { client, methodsOf } = setup({ describeModel: async (id) => ({ id, features: {} }) });
      for (let turn = 0; turn < 2; turn += 1) await call(client, CHAT(2, { contextOverflow: 'trim' }));
      expect(methodsOf()).toEqual(['countTokens', 'describeModel', method, 'countTokens', method]);
    });

    test.each(['off', 'cached'] as const)('sends no lookup with modelCapabilities %s', async (modelCapabilities) => {
      const { client, methodsOf } = setup({}, { modelCapabilities });
      await call(client, CHAT(9, { contextOverflow: 'trim' }));
      expect(methodsOf()).toEqual(['countTokens', method]);
    });

    test.each(['error', 'trim'] as const)(
      'with %s, the context length is requested again if it is old',
      async (contextOverflow) => {
        let contextLength = 50;
        const { client, clock, sent } = setup({ describeModel: async (id) => ({ id, features: {}, contextLength }) });
        await client.models.describe();
        contextLength = 200;
        clock.advance(60_000);
        await call(client, CHAT(9, { contextOverflow }));
        expect(sent()).toHaveLength(20);
      },
    );

    test.each<[string, (client: LmClient, controller: AbortController) => unknown, string]>([
      ['an abort', (_, controller) => controller.abort(), 'aborted'],
      ['close()', (client) => client.close(), 'closed'],
    ])('is ended by %s while it counts', async (_, end, code) => {
      const { client, clock, methodsOf } = setup({ countTokens: () => new Promise(() => {}) });
      const controller = new AbortController();
      const failure = rejectionOf(call(client, CHAT(9, { contextOverflow: 'trim' }), { signal: controller.signal }));
      await vi.waitFor(() => expect(methodsOf()).toEqual(['countTokens']));
      await end(client, controller);
      expect(await failure).toMatchObject({ code, provider: 'fake' });
      await vi.waitFor(() => expect(clock.timers).toBe(0));
    });
  });
});

test('an abort during the lookup of a chat that is fitted leaves no rejection', async () => {
  const controller = new AbortController();
  const depends = { support: 'yes', note: 'Depends on the model.', dependsOnModel: true } as const;
  const describeModel: Provider['describeModel'] = async (id) => {
    controller.abort();
    return { id, features: {} };
  };
  const plugin = fakeProvider({ routes: { only: { ...ABLE_ROUTE, tools: depends } }, methods: { describeModel } });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
  const request = CHAT(1, { contextOverflow: 'trim', tools: [{ name: 'f' }] });
  await expect(client.chat(request, { signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
});

test.each<[ClientConfig['contextOverflow'], string | undefined]>([
  ['error', 'error'],
  ['trim', undefined],
  ['server', undefined],
])('%s of the configuration reaches completions as %s', async (configured, expected) => {
  const { client, plugin } = setup({}, { contextOverflow: configured });
  await client.complete({ prompt: 'p' });
  await client.completeStream({ prompt: 'p' }).response();
  await client.embed({ input: 'x' });
  const received = plugin.calls.map(({ request }) => (request as { contextOverflow?: string }).contextOverflow);
  // A provider whose server can reject a text to embed reads the configuration itself.
  expect(received).toEqual([expected, expected, undefined]);
});

test.each<[string, (client: LmClient) => Promise<unknown>]>([
  ['complete', (client) => client.complete({ prompt: 'p', contextOverflow: 'trim' as never })],
  ['embed', (client) => client.embed({ input: 'x', contextOverflow: 'trim' as never })],
])('%s cannot be trimmed', async (_, call) => {
  const { client, methodsOf } = setup();
  await expect(call(client)).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('"contextOverflow" must be'),
  });
  expect(methodsOf()).toEqual([]);
});

test('explain() includes what the handling requires', () => {
  const { client } = setup({}, { contextOverflow: 'error' });
  expect(client.explain('hi').features).toEqual(['contextOverflowError']);
});
