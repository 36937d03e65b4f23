import type { ChatResponse } from '@lmux/core';
import { chunk, stop } from './chunks.js';

export const HI = [chunk({ content: 'H' }), chunk({ content: 'i' })];

export const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };

const SEEN = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };

const NONE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

export type Row = readonly [deviation: string, values: readonly unknown[], expected: Partial<ChatResponse>];

/**
 * Deviations of the chat streams of OpenAI-compatible servers, collected from their sources, issues and recordings. Those of tool calls
 * are in `tool-call-rows.ts`.
 */
export const ROWS: readonly Row[] = [
  ['null content with the role', [chunk({ role: 'assistant', content: null }), ...HI, stop()], { text: 'Hi' }],
  ['role on every chunk', HI.map((_, at) => chunk({ role: 'assistant', content: 'Hi'[at] })), { text: 'Hi' }],
  ['an empty role', [chunk({ role: '', content: 'Hi' }), stop()], { text: 'Hi' }],
  ['a null role', [chunk({ role: null, content: 'Hi', tool_calls: null }), stop()], { text: 'Hi' }],
  [
    'usage with empty choices',
    [...HI, stop(), chunk({}, {}, { choices: [], usage: USAGE })],
    { text: 'Hi', usage: SEEN },
  ],
  [
    'an empty first chunk (Azure)',
    [{ id: '', model: '', created: 0, choices: [], prompt_filter_results: [{}] }, ...HI, stop()],
    { text: 'Hi', id: 'chat-1', model: 'served-model' },
  ],
  [
    'a choice without a delta, also after the end (Azure)',
    [
      { id: '', model: '', choices: [{ index: 0, content_filter_results: {}, finish_reason: null }] },
      ...HI,
      stop(),
      { id: '', model: '', choices: [{ index: 0, content_filter_offsets: {}, finish_reason: null }] },
    ],
    { text: 'Hi', finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  ['missing choices', [{ id: 'x', model: 'served-model' }, ...HI, stop()], { text: 'Hi' }],
  ['null choices', [{ id: 'x', choices: null }, ...HI, stop()], { text: 'Hi' }],
  ['null as a choice', [{ choices: [null] }, ...HI, stop()], { text: 'Hi' }],
  ['empty events', [{}, ...HI, {}, stop()], { text: 'Hi' }],
  ['null as an event', ['null', ...HI, stop()], { text: 'Hi' }],
  [
    'null usage on every chunk',
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
    'cumulative usage',
    [
      chunk({ content: 'H' }, {}, { usage: { ...USAGE, completion_tokens: 1, total_tokens: 4 } }),
      stop('stop', { usage: USAGE }),
    ],
    { usage: SEEN },
  ],
  [
    'the finish reason in the chunk with the last text',
    [chunk({ content: 'Hi' }, { finish_reason: 'length' })],
    { text: 'Hi', finishReason: { unified: 'length', raw: 'length' } },
  ],
  ['two finish reasons', [...HI, stop('length'), stop('stop')], { finishReason: { unified: 'stop', raw: 'stop' } }],
  [
    'an unknown finish reason before a known one',
    [...HI, stop('whatever'), stop('stop')],
    { finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  [
    'an empty finish reason',
    [chunk({ content: 'Hi' }, { finish_reason: '' }), stop()],
    { finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  [
    'the finish reason "null" until the end (KoboldCpp, Ai00, DashScope)',
    [chunk({ content: 'H' }, { finish_reason: 'null' }), chunk({ content: 'i' }, { finish_reason: 'null' }), stop()],
    { text: 'Hi', finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  [
    'the finish reason "null" after the actual one',
    [...HI, stop('length'), stop('null'), stop('')],
    { text: 'Hi', finishReason: { unified: 'length', raw: 'length' } },
  ],
  ['only the finish reason "None"', [...HI, stop('None')], { finishReason: { unified: 'unknown', raw: undefined } }],
  [
    'a finish reason with every chunk, and the actual one last (su-kaka/gcli2api issue 403)',
    [
      chunk({ content: 'H' }, { finish_reason: 'stop' }),
      chunk({ content: 'i' }, { finish_reason: 'stop' }),
      stop('length'),
    ],
    { text: 'Hi', finishReason: { unified: 'length', raw: 'length' } },
  ],
  [
    'a finish reason in upper case (Gemini)',
    [...HI, stop('MAX_TOKENS')],
    { finishReason: { unified: 'length', raw: 'MAX_TOKENS' } },
  ],
  [
    'finish reason sensitive (Z.ai)',
    [...HI, stop('sensitive')],
    { finishReason: { unified: 'content-filter', raw: 'sensitive' } },
  ],
  ['no finish reason', HI, { text: 'Hi', finishReason: { unified: 'unknown', raw: undefined } }],
  ['finish reason eos', [...HI, stop('eos')], { finishReason: { unified: 'stop', raw: 'eos' } }],
  ['finish reason error', [...HI, stop('error')], { finishReason: { unified: 'error', raw: 'error' } }],
  ['finish reason abort', [...HI, stop('abort')], { finishReason: { unified: 'error', raw: 'abort' } }],
  [
    'finish reason insufficient_system_resource (DeepSeek)',
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
    'reasoning in two fields',
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
    'content as a list of parts',
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
    { reasoning: 'Hm', text: 'Hi', extra: { content: [{ type: 'reference' }] } },
  ],
  [
    '<think> tags, which stay in the text',
    [chunk({ content: '<think>Hm' }), chunk({ content: '</think>Hi' }), stop()],
    { text: '<think>Hm</think>Hi' },
  ],
  [
    'additional fields of llama.cpp',
    [
      ...HI,
      stop('stop', { timings: { prompt_ms: 250, predicted_per_second: 40 }, __verbose: {}, prompt_progress: {} }),
    ],
    { text: 'Hi', timing: { timeToFirstTokenSeconds: 0.25, tokensPerSecond: 40 } },
  ],
  [
    'additional fields of other servers',
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
    'a choice with another index',
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
    'a complete response as the only event',
    [
      {
        id: 'w',
        object: 'chat.completion',
        model: 'served-model',
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
      },
    ],
    { id: 'w', text: 'Hi' },
  ],
  [
    'a complete response after the stream',
    [...HI, { choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] }],
    { text: 'Hi' },
  ],
];
