import { describe, expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';
import { HI, ROWS, USAGE } from './chat-deviation-rows.js';

describe('the stream of a chat', () => {
  test.each(ROWS)('%s', (_, values, expected) => {
    const { events, response } = chatOf(values);
    expect(response).toMatchObject(expected);
    expect(response.usage).toEqual(expected.usage);
    expect(events.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
    for (const block of ['text', 'reasoning']) {
      expect(events.filter(({ type }) => type === `${block}-start`)).toHaveLength(
        events.filter(({ type }) => type === `${block}-end`).length,
      );
    }
  });

  test.each([
    [': \n\n'],
    [': keep-alive\n\n'],
    [': OPENROUTER PROCESSING\n\n'],
    ['event: ping\ndata: {}\n\n'],
    ['event: ping\ndata: {"type":"ping","id":"1"}\n\n'],
    ['event: ping\n\n'],
    ['data:\n\n'],
    ['data: \n\n'],
    ['data: : OPENROUTER PROCESSING\n\n'],
    ['\n\n\n'],
  ])('passes over %j between events', (keepAlive) => {
    const raw = JSON.stringify(HI[0]);
    const { response } = chatOf([`${raw}\n\n${keepAlive}data: ${JSON.stringify(HI[1])}`, stop()]);
    expect(response.text).toBe('Hi');
  });

  test('may end without [DONE] where there was a finish reason', () => {
    expect(chatOf([...HI, stop()], '').response.text).toBe('Hi');
  });

  test.each<[string, readonly unknown[]]>([
    ['text', HI],
    ['an empty finish reason', [...HI, stop('')]],
    ['one finished reply of two', [...HI, chunk({}, { index: 1 }), stop()]],
    ['nothing but usage', [{ choices: [], usage: USAGE }]],
    [
      'Ollama: an empty chunk after an error',
      [...HI, { id: '', model: '', choices: [{ index: 0, delta: { content: '' }, finish_reason: null }] }],
    ],
  ])('is truncated when it ends after %s', (_, values) => {
    expect(() => chatOf(values, '')).toThrow(expect.objectContaining({ code: 'stream_truncated' }));
  });

  test('keeps as raw the last chunk that tells something', () => {
    const last = { id: 'x', object: 'chat.completion.chunk', choices: [], usage: USAGE };
    expect(chatOf([...HI, stop(), last, { choices: [] }]).response.raw).toEqual(last);
  });

  test('collects probabilities', () => {
    const logprobs = (token: string) => ({
      content: [
        {
          token,
          logprob: -1,
          bytes: [72],
          top_logprobs: [
            { token, logprob: -1 },
            { token: 'o', logprob: -2 },
          ],
        },
      ],
    });
    const values = ['H', 'i'].map((token) => chunk({ content: token }, { logprobs: logprobs(token) }));
    const { response } = chatOf([...values, chunk({ content: '' }, { logprobs: { content: null } }), stop()]);
    expect(response.logprobs?.map(({ token }) => token)).toEqual(['H', 'i']);
    expect(response.logprobs?.[0]).toEqual({
      token: 'H',
      logprob: -1,
      topLogprobs: [
        { token: 'H', logprob: -1 },
        { token: 'o', logprob: -2 },
      ],
    });
  });
});

describe('an error within the stream of a chat', () => {
  test.each<[string, unknown]>([
    ['an object', { error: { message: 'it broke', code: 500 } }],
    ['a string', { error: 'it broke' }],
    ['flat', { object: 'error', message: 'it broke', type: 'server_error', code: 500 }],
    ['a list', [{ error: { message: 'it broke' } }]],
    ['a bare message', { message: 'it broke', code: 500 }],
    ['a detail', { detail: 'it broke' }],
    ['in the choice', chunk({ content: '' }, { finish_reason: 'error', error: { code: 502, message: 'it broke' } })],
    [
      'beside the choice',
      chunk({ content: '' }, { finish_reason: 'error' }, { error: { code: 502, message: 'it broke' } }),
    ],
    ['words', 'error: it broke'],
  ])('is thrown as %s, also when [DONE] follows', (_, value) => {
    expect(() => chatOf([...HI, value])).toThrow(/it broke/);
  });
});
