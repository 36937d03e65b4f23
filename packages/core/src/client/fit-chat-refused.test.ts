import { expect, test, describe } from 'vitest';
import type { ChatRequest } from '../contract/chat.js';
import { ApiError } from '../errors/api-error.js';
import { LmError } from '../errors/lm-error.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { createClient } from './create-client.js';
import { CALLS, CHAT, says, setup, user } from '../../test/support/overflow-clients.js';

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
        chat: async (request, { route, warnings }) => {
          refusing(request);
          const message = { role: 'assistant', content: 'ok' } as const;
          const rest = { toolCalls: [], toolResults: [], finishReason: { unified: 'stop', raw: 'stop' } } as const;
          return { model: 'm', route, text: 'ok', message, ...rest, warnings, raw: {} };
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
        chat: async (request, { route, warnings }) => {
          const tokens = tokensOf(request);
          if (tokens > 1000) {
            refused += 1;
            const rawBody = `{"error":{"n_prompt_tokens":${tokens},"n_ctx":1000}}`;
            throw new ApiError('context_overflow', 'too long', { status: 400, rawBody });
          }
          const message = { role: 'assistant', content: 'ok' } as const;
          const rest = { toolCalls: [], toolResults: [], finishReason: { unified: 'stop', raw: 'stop' } } as const;
          return { model: 'm', route, text: 'ok', message, ...rest, warnings, raw: {} };
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
