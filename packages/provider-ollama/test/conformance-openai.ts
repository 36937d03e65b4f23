import { conformanceValues, type RouteFixtures } from '@lmux/core/testing';
import { json, recorded, type PlainAnswer } from './support/answers.js';

const { model, text, reasoning, usage, toolCalls, inputs, vectors, models } = conformanceValues;

const USAGE = {
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
};
/** Ids of answers repeat, and each call comes whole. */
const CALLS = toolCalls.map(({ name, input }, index) => ({
  id: `call_${index}`,
  index,
  type: 'function',
  function: { name, arguments: JSON.stringify(input) },
}));
const ENVELOPE = { id: 'chatcmpl-984', created: 1_790_000_000, model, system_fingerprint: 'fp_ollama' };

function reply(message: object, reason: string): PlainAnswer {
  const choice = { index: 0, message: { role: 'assistant', content: '', ...message }, finish_reason: reason };
  return json({ ...ENVELOPE, object: 'chat.completion', choices: [choice], usage: USAGE });
}

function chunk(delta: object, reason: string | null = null): object {
  const choice = { index: 0, delta: { role: 'assistant', content: '', ...delta }, finish_reason: reason };
  return { ...ENVELOPE, object: 'chat.completion.chunk', choices: [choice] };
}

function continued(content: string, reason: string | null = null): object {
  return { ...ENVELOPE, object: 'text_completion', choices: [{ text: content, index: 0, finish_reason: reason }] };
}

function events(...values: (object | string)[]): PlainAnswer {
  const body = values.map((value) => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`).join('');
  return { headers: { 'content-type': 'text/event-stream' }, body };
}

const SAID = [text.slice(0, 3), text.slice(3, 9), text.slice(9)].map((content) => chunk({ content }));
const TOKENS = { ...ENVELOPE, object: 'chat.completion.chunk', choices: [], usage: USAGE };
const DONE = '[DONE]';

function refusal(status: number, message: string, type = 'api_error'): PlainAnswer {
  return json({ error: { message, type, param: null, code: null } }, status);
}

/** What Ollama answers on its routes of OpenAI's format. */
export const openai: RouteFixtures = {
  chat: [
    reply({ content: text }, 'stop'),
    {
      ...recorded('chat'),
      expect: {
        text: '1. Red - The most popular colour among the 30 people surveyed, with a total of 25 people',
        finishReason: { unified: 'length', raw: 'length' },
        usage: { inputTokens: 13, outputTokens: 24, totalTokens: 37 },
      },
    },
  ],
  'chat/tools': reply({ tool_calls: CALLS }, 'tool_calls'),
  'chat.stream': [
    events(...SAID, chunk({}, 'stop'), TOKENS, DONE),
    { ...events(...SAID, chunk({}, 'stop'), DONE), expect: { usage: undefined } },
    {
      ...recorded('chat-stream-usage'),
      expect: {
        text: '🌟 Naïve is a word that has been coined',
        finishReason: { unified: 'length', raw: 'length' },
        usage: { inputTokens: 21, outputTokens: 12, totalTokens: 33 },
      },
    },
  ],
  'chat.stream/reasoning': events(
    chunk({ reasoning: reasoning.slice(0, 9) }),
    chunk({ reasoning: reasoning.slice(9) }),
    ...SAID,
    chunk({}, 'stop'),
    DONE,
  ),
  'chat.stream/tools': events(...CALLS.map((call) => chunk({ tool_calls: [call] })), chunk({}, 'tool_calls'), DONE),
  'chat.stream/length': events(...SAID, chunk({}, 'length'), TOKENS, DONE),
  'chat.stream/error': {
    none: 'An error within a stream is a chunk without words here, and then the end: it is truncated.',
  },
  completion: [
    json({ ...continued(text, 'stop'), usage: USAGE }),
    {
      ...recorded('completion'),
      expect: {
        text: 'The world of magic is not just about spells and potions',
        finishReason: { unified: 'length', raw: 'length' },
        usage: { inputTokens: 13, outputTokens: 12, totalTokens: 25 },
      },
    },
  ],
  'completion.stream': events(
    continued(text.slice(0, 9)),
    continued(text.slice(9)),
    continued('', 'stop'),
    TOKENS,
    DONE,
  ),
  embedding: json({
    object: 'list',
    data: vectors.map((embedding, index) => ({ object: 'embedding', embedding, index })),
    model,
    usage: { prompt_tokens: 9, total_tokens: 9 },
  }),
  'embedding/missing': json({
    object: 'list',
    data: inputs.slice(1).map((_, index) => ({ object: 'embedding', embedding: [1, 0], index })),
    model,
  }),
  'models.list': [
    json({ object: 'list', data: models.map(({ id }) => ({ id, object: 'model', created: 1, owned_by: 'library' })) }),
    { ...json({ object: 'list', data: null }), expect: [] },
  ],
  'error/unknown-model': [recorded('error-unknown-model'), refusal(404, 'model "x" not found, try pulling it first')],
  'error/unauthorized': refusal(401, 'unauthorized'),
  'error/context-overflow': { none: 'Ollama cuts what is too long; only its own API can be told to refuse it.' },
  'error/rate-limited': refusal(429, 'too many requests'),
};
