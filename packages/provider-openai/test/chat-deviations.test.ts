import type { ChatResponse } from '@lmux/core';
import { describe, expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';
import { chatOf } from './decode-stream.js';

const HI = [chunk({ content: 'H' }), chunk({ content: 'i' })];
const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const SEEN = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
const NONE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

type Row = readonly [deviation: string, values: readonly unknown[], expected: Partial<ChatResponse>];

/** The table of spec/openai-compat.md A.0, but for its rows about tool calls. */
const ROWS: readonly Row[] = [
  ['content null beside the role', [chunk({ role: 'assistant', content: null }), ...HI, stop()], { text: 'Hi' }],
  ['role on every chunk', HI.map((_, at) => chunk({ role: 'assistant', content: 'Hi'[at] })), { text: 'Hi' }],
  ['role empty', [chunk({ role: '', content: 'Hi' }), stop()], { text: 'Hi' }],
  ['role null', [chunk({ role: null, content: 'Hi', tool_calls: null }), stop()], { text: 'Hi' }],
  [
    'usage with empty choices',
    [...HI, stop(), chunk({}, {}, { choices: [], usage: USAGE })],
    { text: 'Hi', usage: SEEN },
  ],
  [
    'Azure: first a chunk without anything',
    [{ id: '', model: '', created: 0, choices: [], prompt_filter_results: [{}] }, ...HI, stop()],
    { text: 'Hi', id: 'chat-1', model: 'answering' },
  ],
  [
    'Azure: a choice without delta, also after the end',
    [
      { id: '', model: '', choices: [{ index: 0, content_filter_results: {}, finish_reason: null }] },
      ...HI,
      stop(),
      { id: '', model: '', choices: [{ index: 0, content_filter_offsets: {}, finish_reason: null }] },
    ],
    { text: 'Hi', finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  ['choices missing', [{ id: 'x', model: 'answering' }, ...HI, stop()], { text: 'Hi' }],
  ['choices null', [{ id: 'x', choices: null }, ...HI, stop()], { text: 'Hi' }],
  ['a choice that is null', [{ choices: [null] }, ...HI, stop()], { text: 'Hi' }],
  ['empty events', [{}, ...HI, {}, stop()], { text: 'Hi' }],
  ['null as an event', ['null', ...HI, stop()], { text: 'Hi' }],
  [
    'usage null on every chunk',
    [chunk({ content: 'Hi' }, {}, { usage: null }), stop('stop', { usage: USAGE })],
    { usage: SEEN },
  ],
  [
    'usage in the last chunk with text',
    [chunk({ content: 'Hi' }, { finish_reason: 'stop' }, { usage: USAGE })],
    { text: 'Hi', usage: SEEN },
  ],
  ['usage in x_groq', [...HI, stop('stop', { x_groq: { id: 'r', usage: USAGE } })], { usage: SEEN }],
  ['usage in the choice', [...HI, chunk({}, { finish_reason: 'stop', usage: USAGE })], { usage: SEEN }],
  [
    'usage of zeros on every chunk',
    [chunk({ content: 'Hi' }, {}, { usage: NONE }), stop('stop', { usage: NONE })],
    { text: 'Hi' },
  ],
  [
    'usage that counts up',
    [
      chunk({ content: 'H' }, {}, { usage: { ...USAGE, completion_tokens: 1, total_tokens: 4 } }),
      stop('stop', { usage: USAGE }),
    ],
    { usage: SEEN },
  ],
  [
    'finish reason in the chunk of the last text',
    [chunk({ content: 'Hi' }, { finish_reason: 'length' })],
    { text: 'Hi', finishReason: { unified: 'length', raw: 'length' } },
  ],
  [
    'finish reason twice',
    [...HI, stop('length'), stop('stop')],
    { finishReason: { unified: 'length', raw: 'length' } },
  ],
  [
    'finish reason first unknown',
    [...HI, stop('whatever'), stop('stop')],
    { finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  [
    'finish reason empty',
    [chunk({ content: 'Hi' }, { finish_reason: '' }), stop()],
    { finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  ['finish reason missing', HI, { text: 'Hi', finishReason: { unified: 'unknown', raw: undefined } }],
  ['finish reason eos', [...HI, stop('eos')], { finishReason: { unified: 'stop', raw: 'eos' } }],
  ['finish reason error', [...HI, stop('error')], { finishReason: { unified: 'error', raw: 'error' } }],
  ['finish reason abort', [...HI, stop('abort')], { finishReason: { unified: 'error', raw: 'abort' } }],
  [
    'finish reason of DeepSeek',
    [...HI, stop('insufficient_system_resource')],
    { finishReason: { unified: 'error', raw: 'insufficient_system_resource' } },
  ],
  [
    'reasoning_content',
    [chunk({ reasoning_content: 'Hm', content: null }), ...HI, stop()],
    { reasoning: 'Hm', text: 'Hi' },
  ],
  ['reasoning', [chunk({ reasoning: 'Hm', content: '' }), ...HI, stop()], { reasoning: 'Hm', text: 'Hi' }],
  [
    'reasoning under both names',
    [chunk({ reasoning: 'Hm', reasoning_content: 'Hm' }), ...HI, stop()],
    { reasoning: 'Hm' },
  ],
  [
    'reasoning_details',
    [
      chunk({
        reasoning_details: [
          { type: 'reasoning.text', text: 'H' },
          { type: 'reasoning.summary', summary: 'm' },
          { type: 'reasoning.encrypted', data: 'x' },
        ],
      }),
      ...HI,
      stop(),
    ],
    { reasoning: 'Hm', text: 'Hi' },
  ],
  [
    'content as parts',
    [
      chunk({
        content: [
          { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
          { type: 'text', text: 'H' },
        ],
      }),
      chunk({ content: [{ type: 'text', text: 'i' }, null, { type: 'reference' }] }),
      stop(),
    ],
    { reasoning: 'Hm', text: 'Hi' },
  ],
  [
    '<think> in the text stays there',
    [chunk({ content: '<think>Hm' }), chunk({ content: '</think>Hi' }), stop()],
    { text: '<think>Hm</think>Hi' },
  ],
  ['refusal', [chunk({ refusal: 'I ', content: null }), chunk({ refusal: 'cannot.' }), stop()], { text: 'I cannot.' }],
  [
    'extra keys of llama.cpp',
    [
      ...HI,
      stop('stop', { timings: { prompt_ms: 250, predicted_per_second: 40 }, __verbose: {}, prompt_progress: {} }),
    ],
    { text: 'Hi', timing: { timeToFirstTokenSeconds: 0.25, tokensPerSecond: 40 } },
  ],
  [
    'extra keys of others',
    [
      chunk(
        { content: 'Hi' },
        { matched_stop: null, stop_reason: null, token_ids: [1], native_finish_reason: null },
        { provider: 'p', service_tier: null, citations: [], metrics: {} },
      ),
      stop(),
    ],
    { text: 'Hi' },
  ],
  [
    'a reply of another index',
    [chunk({ content: 'no' }, { index: 1 }), ...HI, chunk({}, { index: 1, finish_reason: 'length' }), stop()],
    { text: 'Hi', finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  [
    'a choice without an index',
    [chunk({ content: 'Hi' }, { index: undefined }), chunk({}, { index: undefined, finish_reason: 'stop' })],
    { text: 'Hi' },
  ],
  [
    'ids that change',
    [chunk({ content: 'H' }, {}, { id: 'a' }), chunk({ content: 'i' }, {}, { id: 'b' }), stop()],
    { id: 'a', text: 'Hi' },
  ],
  [
    'a whole answer as the only event',
    [
      {
        id: 'w',
        object: 'chat.completion',
        model: 'answering',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
      },
    ],
    { id: 'w', text: 'Hi' },
  ],
  [
    'a whole answer after the stream',
    [...HI, { choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] }],
    { text: 'Hi' },
  ],
];

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

  test('gathers probabilities', () => {
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
