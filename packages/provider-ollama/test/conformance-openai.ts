import { conformanceValues, type ConformanceResponse, type RouteFixtures } from '@lmux/core/testing';
import { sseOf, wireCalls, wireUsage } from '@lmux/test-support';
import { json, recorded, type PlainResponse } from './support/responses.js';

const { model, text, reasoning, usage, toolCalls, emulatedCalls, inputs, vectors, models } = conformanceValues;

const USAGE = wireUsage(usage);
/** Ollama reuses the ids of responses, and sends each call in one piece. */
const CALLS = wireCalls(toolCalls, (index) => `call_${index}`);
const ENVELOPE = { id: 'chatcmpl-984', created: 1_790_000_000, model, system_fingerprint: 'fp_ollama' };

function reply(message: object, reason: string): PlainResponse {
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

function events(...values: (object | string)[]): PlainResponse {
  return { headers: { 'content-type': 'text/event-stream' }, body: sseOf(values, '') };
}

/** Returns a text in three chunks. */
function chunksOf(whole: string): object[] {
  return [whole.slice(0, 3), whole.slice(3, 9), whole.slice(9)].map((content) => chunk({ content }));
}

const SAID = chunksOf(text);
const TOKENS = { ...ENVELOPE, object: 'chat.completion.chunk', choices: [], usage: USAGE };
const DONE = '[DONE]';

function refusal(status: number, message: string, type = 'api_error'): PlainResponse {
  return json({ error: { message, type, param: null, code: null } }, status);
}

/** A recorded response that ended at its maximum length, with the expected result. */
function recordedToLength(name: string, said: string, inputTokens: number, outputTokens: number): ConformanceResponse {
  const tokens = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  return {
    ...recorded(name),
    expect: { text: said, finishReason: { unified: 'length', raw: 'length' }, usage: tokens },
  };
}

/** Responses of Ollama's OpenAI-compatible routes. */
export const openai: RouteFixtures = {
  chat: [
    reply({ content: text }, 'stop'),
    recordedToLength(
      'chat',
      '1. Red - The most popular colour among the 30 people surveyed, with a total of 25 people',
      13,
      24,
    ),
  ],
  'chat/tools': reply({ tool_calls: CALLS }, 'tool_calls'),
  'chat/emulated-tools': reply({ content: emulatedCalls }, 'stop'),
  'chat.stream': [
    events(...SAID, chunk({}, 'stop'), TOKENS, DONE),
    { ...events(...SAID, chunk({}, 'stop'), DONE), expect: { usage: undefined } },
    recordedToLength('chat-stream-usage', '🌟 Naïve is a word that has been coined', 21, 12),
  ],
  'chat.stream/reasoning': events(
    chunk({ reasoning: reasoning.slice(0, 9) }),
    chunk({ reasoning: reasoning.slice(9) }),
    ...SAID,
    chunk({}, 'stop'),
    DONE,
  ),
  'chat.stream/tools': events(...CALLS.map((call) => chunk({ tool_calls: [call] })), chunk({}, 'tool_calls'), DONE),
  'chat.stream/emulated-tools': events(...chunksOf(emulatedCalls), chunk({}, 'stop'), TOKENS, DONE),
  'chat.stream/length': events(...SAID, chunk({}, 'length'), TOKENS, DONE),
  'chat.stream/error': {
    none: 'Ollama sends an error within a stream as an empty chunk and then ends the stream, which is truncated.',
  },
  completion: [
    json({ ...continued(text, 'stop'), usage: USAGE }),
    recordedToLength('completion', 'The world of magic is not just about spells and potions', 13, 12),
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
  'error/context-overflow': {
    none: 'Ollama truncates prompts that are too long. Only its own API has an option to reject them.',
  },
  'error/rate-limited': refusal(429, 'too many requests'),
};
