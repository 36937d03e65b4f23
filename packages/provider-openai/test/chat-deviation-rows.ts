import type { ChatResponse } from '@lmux/core';
import { chunk, stop } from './chunks.js';

export const HI = [chunk({ content: 'H' }), chunk({ content: 'i' })];

export const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

const SEEN = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };

const NONE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

export type Row = readonly [deviation: string, values: readonly unknown[], expected: Partial<ChatResponse>];

/** The table of spec/openai-compat.md A.0, but for its rows about tool calls. */
export const ROWS: readonly Row[] = [
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
    'a whole response as the only event',
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
    'a whole response after the stream',
    [...HI, { choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] }],
    { text: 'Hi' },
  ],
];
