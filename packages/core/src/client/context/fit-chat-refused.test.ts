import { describe, expect, test, vi } from 'vitest';
import type { CallOptions } from '../../contract/call-options.js';
import type { ChatRequest } from '../../contract/chat.js';
import type { ContextOverflowHandler } from '../../contract/context-overflow.js';
import { ApiError } from '../../errors/api-error.js';
import { LmError } from '../../errors/lm-error.js';
import { ABLE_ROUTE } from '../../testing/fake-matrix.js';
import type { Provider } from '../../provider/provider.js';
import { fakeProvider } from '../../testing/fake-provider.js';
import { createClient } from '../create-client.js';
import { CALLS, CHAT, respond, says, setup, user } from '../../../test/support/overflow-clients.js';

describe.each(CALLS)('%s of a trimmed prompt that the server rejects', (method, call) => {
  test('trims further if the server still rejects the prompt', async () => {
    const lengths: number[] = [];
    const refusing = (request: ChatRequest): void => {
      lengths.push(request.messages.length);
      if (request.messages.length > 8) throw new LmError('context_overflow', 'too long');
    };
    const { client, plugin } = setup(
      {
        describeModel: async (id) => ({ id, features: {}, contextLength: 800 }),
        chat: async (request, context) => {
          refusing(request);
          return respond(request, context);
        },
      },
      {},
      false,
    );
    const { text, warnings } = await call(client, CHAT(200, { contextOverflow: 'trim' }));
    expect(text).toBe('ok');
    expect(warnings.map(({ code }) => code)).toEqual(['history_trimmed']);
    expect(lengths.length).toBeGreaterThan(1);
    expect(lengths.at(-1)).toBeLessThanOrEqual(8);
    expect(plugin.calls.at(-1)?.request).toMatchObject({ contextOverflow: 'trim' });
  });

  test('uses the sizes that the server reports', async () => {
    let refused = 0;
    const tokensOf = ({ messages }: ChatRequest): number => messages.length * 50;
    const { client, plugin } = setup(
      {
        describeModel: async (id) => ({ id, features: {} }),
        chat: async (request, context) => {
          const tokens = tokensOf(request);
          if (tokens > 1000) {
            refused += 1;
            const rawBody = `{"error":{"n_prompt_tokens":${tokens},"n_ctx":1000}}`;
            throw new ApiError('context_overflow', 'too long', { status: 400, rawBody });
          }
          return respond(request, context);
        },
      },
      {},
      false,
    );
    const words = 'gradual process between several '.repeat(8);
    const messages = Array.from({ length: 50 }, () => [user(words), says(words)]).flat();
    const request = { messages: [...messages, user(words)], maxOutputTokens: 20 };
    await call(client, { ...request, contextOverflow: 'trim' });
    expect(refused).toBe(1);
    const used = tokensOf(plugin.recordedRequests.at(-1) as ChatRequest) / (1000 - 20);
    expect(used).toBeGreaterThan(0.7);
    expect(used).toBeLessThanOrEqual(1);
  });

  test.each<[what: string, contextLength: number | undefined]>([
    ['without a known context length', undefined],
    ['with a context length that is wrong', 2000],
  ])('leaves out all that it may before it gives up, %s', async (_, contextLength) => {
    const lengths: number[] = [];
    const { client } = setup(
      {
        describeModel: async (id) => ({ id, features: {}, contextLength }),
        chat: async (request, context) => {
          lengths.push(request.messages.length);
          if (request.messages.length > 2) throw new LmError('context_overflow', 'too long');
          return respond(request, context);
        },
      },
      {},
      false,
    );
    const { text } = await call(client, CHAT(1000, { contextOverflow: 'trim' }));
    expect(text).toBe('ok');
    expect(lengths.length).toBeLessThanOrEqual(5);
    expect(lengths.at(-1)).toBe(2);
    expect(lengths).toEqual(lengths.toSorted((one, other) => other - one));
  });

  test('sends a long system message with the last message if the context length is not known', async () => {
    const { client, sent } = setup({
      // The system message has more tokens than the share of the prompt that is left.
      countTokens: async ({ messages }) => messages.length + 100,
      describeModel: async (id) => ({ id, features: {} }),
      chat: async (request, context) => {
        if (request.messages.length > 2) throw new LmError('context_overflow', 'too long');
        return respond(request, context);
      },
    });
    await call(client, CHAT(9, { contextOverflow: 'trim' }));
    expect(sent()).toEqual(['S', 'last']);
  });

  test('leaves room for the whole bound where the server cannot be told to reject a prompt', async () => {
    const sentWith = async (contextOverflowError: 'yes' | 'no'): Promise<number> => {
      const plugin = fakeProvider({
        routes: { only: { ...ABLE_ROUTE, 'tokens.count': 'no', contextOverflowError } },
        methods: { describeModel: async (id) => ({ id, features: {}, contextLength: 1000 }) },
      });
      const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
      await call(client, CHAT(200, { contextOverflow: 'trim' }));
      return plugin.recordedRequests[0]?.messages.length ?? 0;
    };
    expect(await sentWith('no')).toBeLessThan((await sentWith('yes')) - 5);
  });

  test('remembers the context length that the server reports', async () => {
    const refusing = vi.fn<NonNullable<Provider['chat']>>(async (request, context) => {
      if (request.messages.length > 9) {
        throw new ApiError('context_overflow', 'too long', {
          status: 400,
          rawBody: '{"error":{"n_prompt_tokens":100,"n_ctx":45}}',
        });
      }
      return respond(request, context);
    });
    const { client } = setup({ describeModel: async (id) => ({ id, features: {} }), chat: refusing });
    for (let turn = 0; turn < 2; turn += 1) {
      await call(client, CHAT(9, { contextOverflow: 'trim', maxOutputTokens: 1 }));
    }
    // Only the first chat was sent as it is.
    expect(refusing.mock.calls.map(([request]) => request.messages.length)).toEqual([20, 8, 8]);
    expect((await client.models.describe()).contextLength).toBe(45);
  });

  test('warns about the API key although the first attempt failed', async () => {
    let failures = 1;
    const { client } = setup(
      {
        chat: async (request, context) => {
          failures -= 1;
          if (failures === 0) throw new LmError('overloaded', 'busy');
          return respond(request, context);
        },
      },
      { baseUrl: 'http://example.com', apiToken: 'sk-abcdefgh' },
    );
    const request = CHAT(2, { contextOverflow: 'trim' });
    await expect(call(client, request)).rejects.toMatchObject({ code: 'overloaded' });
    expect((await call(client, request)).warnings).toMatchObject([{ code: 'insecure_key' }]);
  });

  test.each<[what: string, request: Partial<ChatRequest>, options: CallOptions]>([
    ['trim', { contextOverflow: 'trim' }, {}],
    ['error', { contextOverflow: 'error' }, {}],
    ['a function', {}, { contextOverflow: vi.fn<ContextOverflowHandler>() }],
  ])('sends a stored chat once with %s, and states what to do', async (_, more, options) => {
    const failing = (): never => {
      throw new LmError('context_overflow', 'The prompt is too long.');
    };
    const { client, methodsOf } = setup({ chat: failing, chatStream: failing });
    const request = { messages: [user('on')], previousResponseId: 'r', ...more };
    await expect(call(client, request, options)).rejects.toMatchObject({
      code: 'context_overflow',
      message:
        'The prompt is too long. The server has the earlier messages of the stored chat, so they cannot be left out. Start a new chat without "previousResponseId" with the messages to keep.',
    });
    expect(methodsOf()).toEqual([method]);
  });

  test('ends with the error of the server if nothing more can be left out', async () => {
    const failing = (): never => {
      throw new LmError('context_overflow', 'too long');
    };
    const { client, methodsOf } = setup({ chat: failing, chatStream: failing }, {}, false);
    const request = { messages: [user('only')], contextOverflow: 'trim' } as const;
    await expect(call(client, request)).rejects.toMatchObject({ code: 'context_overflow', message: 'too long' });
    expect(methodsOf().filter((name) => name === method)).toHaveLength(1);
  });
});
