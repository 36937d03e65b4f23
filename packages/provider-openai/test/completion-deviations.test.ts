import type { CompletionResponse } from '@lmux/core';
import { expect, test } from 'vitest';
import { completionOf } from './decode-stream.js';

const text = (piece: unknown, more: object = {}, top: object = {}): object => ({
  id: 'c',
  object: 'text_completion',
  model: 'served-model',
  choices: [{ index: 0, text: piece, finish_reason: null, ...more }],
  ...top,
});
const HI = [text('H'), text('i')];
const STOP = text('', { finish_reason: 'stop' });
const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const SEEN = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
const NONE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

test.each<[string, unknown[], Partial<CompletionResponse>]>([
  [
    'text and a finish reason',
    [...HI, STOP],
    { id: 'c', model: 'served-model', text: 'Hi', finishReason: { unified: 'stop', raw: 'stop' } },
  ],
  ['usage in a separate chunk', [...HI, STOP, { choices: [], usage: USAGE }], { usage: SEEN }],
  [
    'usage of zeros on every chunk (Ollama, LiteLLM)',
    [text('Hi', {}, { usage: NONE }), text(undefined, { finish_reason: 'length' }, { usage: NONE })],
    { text: 'Hi', finishReason: { unified: 'length', raw: 'length' } },
  ],
  ['null choices', [{ choices: null }, ...HI, STOP], { text: 'Hi' }],
  ['the delta of a chat', [{ choices: [{ index: 0, delta: { content: 'Hi' } }] }, STOP], { text: 'Hi' }],
  [
    'text and a delta (Together)',
    [text('Hi', { delta: { content: 'Hi', token_id: 5 } }), text('', { finish_reason: 'eos' })],
    { text: 'Hi', finishReason: { unified: 'stop', raw: 'eos' } },
  ],
  [
    'timings',
    [...HI, text('', { finish_reason: 'stop' }, { timings: { prompt_ms: 100, predicted_per_second: 9 } })],
    { timing: { timeToFirstTokenSeconds: 0.1, tokensPerSecond: 9 } },
  ],
  [
    'no text',
    [text(''), text(null, { finish_reason: 'length' })],
    {
      text: '',
      warnings: [{ code: 'empty_response', message: expect.stringContaining('Increase "maxOutputTokens"') as string }],
    },
  ],
  ['a code of success (iFlytek)', HI.map((piece) => ({ ...piece, code: 0, message: 'Success' })), { text: 'Hi' }],
  ['no finish reason', HI, { text: 'Hi', finishReason: { unified: 'unknown', raw: undefined } }],
])('decodes a text completion with %s', (_, values, expected) => {
  const response = completionOf(values);
  expect(response).toMatchObject(expected);
  expect(response.usage).toEqual(expected.usage);
});
