import { expect } from 'vitest';
import { HI, type Row } from './chat-deviation-rows.js';
import { chunk, stop } from './chunks.js';

/** Chat streams with a refusal, without content, or with the look of an error next to good content. */
export const MISSING_CONTENT_ROWS: readonly Row[] = [
  [
    'refusal',
    [chunk({ refusal: 'I ', content: null }), chunk({ refusal: 'cannot.' }), stop()],
    { text: '', refusal: 'I cannot.', finishReason: { unified: 'content-filter', raw: 'stop' }, warnings: [] },
  ],
  [
    'a refusal after text, also in the same chunk',
    [...HI, chunk({ content: '!', refusal: 'I ' }), chunk({ refusal: 'cannot.' }), stop()],
    { text: 'Hi!', refusal: 'I cannot.', finishReason: { unified: 'content-filter', raw: 'stop' } },
  ],
  [
    'a refusal as a part of the content',
    [
      chunk({
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'refusal', refusal: 'I cannot.' },
        ],
      }),
      stop(),
    ],
    { text: 'Hi', refusal: 'I cannot.', finishReason: { unified: 'content-filter', raw: 'stop' } },
  ],
  ['null refusals', [chunk({ content: 'Hi', refusal: null }), chunk({ refusal: '' }), stop()], { text: 'Hi' }],
  [
    'a content filter that ended the response before its first token',
    [{ choices: [{ index: 0, finish_reason: 'content_filter', content_filter_results: {} }] }],
    {
      text: '',
      finishReason: { unified: 'content-filter', raw: 'content_filter' },
      warnings: [{ code: 'empty_response', message: expect.stringContaining('"content-filter"') as string }],
    },
  ],
  [
    'no content at all',
    [chunk({ role: 'assistant', content: '' }), stop('length')],
    {
      text: '',
      finishReason: { unified: 'length', raw: 'length' },
      warnings: [{ code: 'empty_response', message: expect.stringContaining('Increase "maxOutputTokens"') as string }],
    },
  ],
  [
    'a finish reason for tool calls without a call',
    [...HI, stop('tool_calls')],
    {
      text: 'Hi',
      warnings: [{ code: 'empty_response', message: expect.stringContaining('no tool call') as string }],
    },
  ],
  [
    'a content filter that was unavailable (Azure: content-filter-annotations)',
    [
      chunk(
        { content: '', role: 'assistant' },
        {
          content_filter_result: { error: { code: 'content_filter_error', message: 'The contents are not filtered' } },
        },
      ),
      ...HI,
      stop(),
    ],
    { text: 'Hi', warnings: [] },
  ],
  [
    'a code and a status of success in every chunk (iFlytek, MiniMax)',
    HI.map((value) => ({ ...value, code: 0, message: 'Success', base_resp: { status_code: 0, status_msg: '' } })),
    { text: 'Hi' },
  ],
];
