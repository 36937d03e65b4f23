import { describe, expect, test, vi } from 'vitest';
import type { CallOptions } from '../../contract/call-options.js';
import { LmError } from '../../errors/lm-error.js';
import { trimHistory } from '../../tokens/trim-history.js';
import { CALLS, CHAT, respond, setup, user } from '../../../test/support/overflow-clients.js';

describe.each(CALLS)('%s with a function', (method, call) => {
  test('sends the messages that it returns', async () => {
    const { client, sent } = setup();
    const contextOverflow = vi.fn<NonNullable<CallOptions['contextOverflow']>>(async ({ messages, countTokens }) => {
      expect((await countTokens(messages.slice(-1))).inputTokens).toBe(5);
      return messages.slice(-1);
    });
    await call(client, CHAT(9), { contextOverflow });
    expect(sent()).toEqual(['last']);
    expect(contextOverflow).toHaveBeenCalledExactlyOnceWith({
      messages: CHAT(9).messages,
      count: { inputTokens: 100, exact: true, source: 'server', contextLength: 100, remaining: -20 },
      countTokens: expect.any(Function),
    });
  });

  test('is not called for a prompt that fits', async () => {
    const { client, sent } = setup();
    const contextOverflow = vi.fn<NonNullable<CallOptions['contextOverflow']>>();
    await call(client, CHAT(7), { contextOverflow });
    expect(contextOverflow).not.toHaveBeenCalled();
    expect(sent()).toHaveLength(16);
  });

  test.each<[string, CallOptions['contextOverflow'], object]>([
    ['messages that are still too long', ({ messages }) => messages, { code: 'context_overflow' }],
    [
      'something else',
      () => 'short' as never,
      {
        code: 'invalid_request',
        message: expect.stringMatching(/"messages".*The function "options.contextOverflow" returned these messages\.$/),
      },
    ],
    ['no message', () => [], { code: 'empty_prompt' }],
  ])('rejects %s', async (_, contextOverflow, error) => {
    const { client, methodsOf } = setup();
    await expect(call(client, CHAT(9), { contextOverflow })).rejects.toMatchObject(error);
    expect(methodsOf()).not.toContain(method);
  });

  test('passes on its error', async () => {
    const { client } = setup();
    const contextOverflow = async () => {
      throw new LmError('limit_exceeded', 'mine');
    };
    await expect(call(client, CHAT(9), { contextOverflow })).rejects.toMatchObject({ code: 'limit_exceeded' });
  });

  test('is the cause of an error if it throws another one', async () => {
    const { client } = setup();
    const cause = new Error('no summary');
    const contextOverflow = () => {
      throw cause;
    };
    await expect(call(client, CHAT(9), { contextOverflow })).rejects.toMatchObject({
      code: 'invalid_request',
      cause,
      message: expect.stringContaining('"options.contextOverflow" failed'),
    });
  });

  test('is called with a negative number of remaining tokens if the server rejects what should fit', async () => {
    let refusals = 0;
    const refuse = (): never => {
      refusals += 1;
      throw new LmError('context_overflow', 'too long');
    };
    const { client } = setup({ chat: refuse, chatStream: refuse });
    const contextOverflow = vi.fn<NonNullable<CallOptions['contextOverflow']>>(({ messages }) => messages.slice(-1));
    await expect(call(client, CHAT(7), { contextOverflow })).rejects.toMatchObject({ code: 'context_overflow' });
    expect(contextOverflow.mock.calls).toMatchObject([[{ count: { inputTokens: 80, remaining: -1 } }]]);
    expect(refusals).toBe(2);
  });

  test('is called without a number of remaining tokens if the context length is not known', async () => {
    const { client, sent } = setup(
      {
        describeModel: async (id) => ({ id, features: {} }),
        chat: async (request, context) => {
          if (request.messages.length > 12) throw new LmError('context_overflow', 'too long');
          return respond(request, context);
        },
      },
      {},
      false,
    );
    const contextOverflow = vi.fn<NonNullable<CallOptions['contextOverflow']>>(
      async ({ messages, count, countTokens }) => {
        const kept = await trimHistory(messages, {
          remaining: count.remaining ?? -count.inputTokens / 2,
          count: async (some) => (await countTokens(some)).inputTokens,
        });
        return kept.messages;
      },
    );
    const { text } = await call(client, CHAT(9), { contextOverflow });
    expect(text).toBe('ok');
    expect(sent()?.at(-1)).toBe('last');
    const [counted] = contextOverflow.mock.calls.map(([{ count }]) => count);
    expect(counted).toMatchObject({ exact: false, source: 'estimate', inputTokens: expect.any(Number) });
    expect(counted).not.toHaveProperty('remaining');
  });

  test('may shorten the contents of as many messages after the server has rejected them', async () => {
    const { client, sent } = setup(
      {
        describeModel: async (id) => ({ id, features: {} }),
        chat: async (request, context) => {
          if (request.messages[0]?.content !== 'short') throw new LmError('context_overflow', 'too long');
          return respond(request, context);
        },
      },
      {},
      false,
    );
    const contextOverflow = vi.fn<NonNullable<CallOptions['contextOverflow']>>(() => [user('short')]);
    const { text } = await call(client, { messages: [user('long')] }, { contextOverflow });
    expect(text).toBe('ok');
    expect(sent()).toEqual(['short']);
    expect(contextOverflow).toHaveBeenCalledTimes(1);
  });

  test('keeps the warning about the API key, and resume', async () => {
    const { client, plugin } = setup({}, { baseUrl: 'http://example.com', apiToken: 'sk-abcdefgh' });
    const contextOverflow: CallOptions['contextOverflow'] = ({ messages }) => messages.slice(-1);
    const { warnings } = await call(client, CHAT(9), { contextOverflow, resume: method === 'chatStream' });
    expect(warnings.map(({ code }) => code)).toEqual(['insecure_key']);
    expect(plugin.calls.at(-1)?.call).toMatchObject({ resume: method === 'chatStream' });
  });

  test('must be a function', async () => {
    const { client } = setup();
    await expect(call(client, CHAT(9), { contextOverflow: 'trim' as never })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"options.contextOverflow" must be a function'),
    });
  });
});
