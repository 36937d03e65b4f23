import { describe, expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';
import { HI, ROWS, USAGE } from './chat-deviation-rows.js';
import { MISSING_CONTENT_ROWS } from './missing-content-rows.js';

describe('a chat stream', () => {
  test.each([...ROWS, ...MISSING_CONTENT_ROWS])('is decoded with %s', (_, values, expected) => {
    const { events, response } = chatOf(values);
    expect(response).toMatchObject(expected);
    expect(response.usage).toEqual(expected.usage);
    expect(events.filter(({ type }) => type === 'start')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
    for (const block of ['text', 'reasoning', 'refusal']) {
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
  ])('ignores %j between events', (keepAlive) => {
    const raw = JSON.stringify(HI[0]);
    const { response } = chatOf([`${raw}\n\n${keepAlive}data: ${JSON.stringify(HI[1])}`, stop()]);
    expect(response.text).toBe('Hi');
  });

  test('is complete without [DONE] after a finish reason', () => {
    expect(chatOf([...HI, stop()], '').response.text).toBe('Hi');
  });

  test.each<[string, readonly unknown[]]>([
    ['text', HI],
    ['an empty finish reason', [...HI, stop('')]],
    ['only one of two choices has finished', [...HI, chunk({}, { index: 1 }), stop()]],
    ['only usage', [{ choices: [], usage: USAGE }]],
    [
      'an empty chunk after an error (Ollama)',
      [...HI, { id: '', model: '', choices: [{ index: 0, delta: { content: '' }, finish_reason: null }] }],
    ],
  ])('is truncated if it ends after %s', (_, values) => {
    expect(() => chatOf(values, '')).toThrow(expect.objectContaining({ code: 'stream_truncated' }));
  });

  test('keeps the last chunk with usage or a finish reason as raw', () => {
    const last = { id: 'x', object: 'chat.completion.chunk', choices: [], usage: USAGE };
    expect(chatOf([...HI, stop(), last, { choices: [] }]).response.raw).toEqual(last);
  });

  test('collects log probabilities', () => {
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

describe('an error in a chat stream', () => {
  test.each<[string, unknown]>([
    ['an object', { error: { message: 'it broke', code: 500 } }],
    ['a string', { error: 'it broke' }],
    ['a flat object', { object: 'error', message: 'it broke', type: 'server_error', code: 500 }],
    ['an array', [{ error: { message: 'it broke' } }]],
    ['a bare message', { message: 'it broke', code: 500 }],
    ['a detail', { detail: 'it broke' }],
    [
      'a field of the choice',
      chunk({ content: '' }, { finish_reason: 'error', error: { code: 502, message: 'it broke' } }),
    ],
    [
      'a field next to the choices',
      chunk({ content: '' }, { finish_reason: 'error' }, { error: { code: 502, message: 'it broke' } }),
    ],
    ['plain text', 'error: it broke'],
  ])('is thrown if it is %s, even if [DONE] follows', (_, value) => {
    expect(() => chatOf([...HI, value])).toThrow(/it broke/);
  });
});
