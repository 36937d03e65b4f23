import { expect, test } from 'vitest';
import { check } from '../support/check-schema.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import { eventsOf, streamChat } from '../support/read-sse.js';
import { withEmulator } from '../support/with-emulator.js';
import { OPENAI_CHUNK, OPENAI_ERROR } from './schemas.js';

const emulator = withEmulator({
  as: 'ollama',
  models: [
    { id: 'plain', contextLength: 32 },
    { id: 'thinker', reasoning: true },
    { id: 'dumb', toolUse: false },
    { id: 'embedder', type: 'embedding', dimensions: 4 },
  ],
});

const TOOL = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } };

const request = (model: string, extra: object = {}): Record<string, unknown> => chat('Hi', { model, ...extra });

test('a stream has the role in every chunk, and usage at its end if requested', async () => {
  const chunks = await streamChat(emulator(), request('plain', { stream_options: { include_usage: true } }));
  for (const chunk of chunks) check(OPENAI_CHUNK, chunk);
  expect(chunks.slice(0, -1).every(({ choices }) => choices[0]?.delta.role === 'assistant')).toBe(true);
  expect(chunks.at(-2)?.choices[0]).toEqual({
    index: 0,
    delta: { role: 'assistant', content: '' },
    finish_reason: 'stop',
  });
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 5 } });
});

test('a stream sends reasoning as `reasoning` and a tool call in one chunk', async () => {
  const thinking = await streamChat(emulator(), request('thinker'));
  expect(thinking[0]?.choices[0]?.delta).toMatchObject({ content: '', reasoning: 'The' });
  const calls = await streamChat(emulator(), {
    ...request('plain', { tools: [TOOL] }),
    messages: [{ role: 'user', content: 'weather' }],
  });
  for (const chunk of calls) check(OPENAI_CHUNK, chunk);
  expect(calls[0]?.choices[0]?.delta.tool_calls).toMatchObject([
    { function: { name: 'get_weather', arguments: '{}' } },
  ]);
  expect(calls.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
});

test('a prompt that is too long is truncated silently', async () => {
  const long = { ...request('plain'), messages: [{ role: 'user', content: 'word '.repeat(100) }] };
  expect(await postJson(emulator(), CHAT_PATH, long)).toMatchObject({ usage: { prompt_tokens: 32 } });
});

/** Returns a request with a tool call with these arguments in its history. */
const calling = (args: unknown): object => ({
  model: 'plain',
  messages: [
    {
      role: 'assistant',
      content: '',
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: args } }],
    },
    { role: 'user', content: 'x' },
  ],
});

test.each(['{"x":1}', 'null'])('accepts the tool call arguments %s in an earlier message', async (args) => {
  expect(await postJson(emulator(), CHAT_PATH, calling(args))).toMatchObject({ choices: [{ index: 0 }] });
});

test.each([
  [{ model: 'nope', messages: [{ role: 'user', content: 'x' }] }, 404, 'api_error', "model 'nope' not found"],
  [{ model: 'plain', messages: [] }, 400, 'invalid_request_error', "[] is too short - 'messages'"],
  [{ messages: [{ role: 'user', content: 'x' }] }, 400, 'api_error', 'model is required'],
  [
    request('dumb', { tools: [TOOL] }),
    400,
    'api_error',
    'registry.ollama.ai/library/dumb:latest does not support tools',
  ],
  // Recorded from Ollama 0.17.
  ...['{"x":', '', '[1]', '5'].map((args): [object, number, string, string] => [
    calling(args),
    400,
    'invalid_request_error',
    'invalid tool call arguments',
  ]),
  [request('plain', { reasoning_effort: 'high' }), 400, 'api_error', '"plain" does not support thinking'],
])('the request %j is refused with %i and the type %s', async (body, status, type, message) => {
  const reply = await postJson(emulator(), CHAT_PATH, body, status);
  check(OPENAI_ERROR, reply);
  expect(reply).toEqual({ error: { message, type, param: null, code: null } });
});

test('an engine failure midway sends an empty chunk and no finish reason', async () => {
  emulator().setFaults([{ kind: 'engine', failure: 'crash', afterTokens: 1 }]);
  const response = await post(emulator(), CHAT_PATH, request('plain', { stream: true }));
  const events = eventsOf(await response.text()).map((event) => JSON.parse(event) as { model: string });
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ model: '', choices: [{ delta: { content: '' }, finish_reason: null }] });
});

test('a streamed text completion has zero usage in every chunk except the last', async () => {
  const body = { model: 'plain', prompt: 'Hi', stream: true, max_tokens: 2, stream_options: { include_usage: true } };
  const response = await post(emulator(), '/v1/completions', body);
  const events = eventsOf(await response.text());
  expect(events.pop()).toBe('[DONE]');
  const usages = events.map((event) => (JSON.parse(event) as { usage: { total_tokens: number } }).usage.total_tokens);
  expect(usages).toEqual([0, 0, 0, 7]);
});

test('returns embeddings as floats or base64', async () => {
  const body = { model: 'embedder', input: ['a', 'b'], dimensions: 2 };
  expect(await postJson(emulator(), '/v1/embeddings', body)).toMatchObject({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: { length: 2 } }, { index: 1 }],
    usage: { prompt_tokens: 2, total_tokens: 2 },
  });
  const packed = await postJson<{ data: { embedding: string }[] }>(emulator(), '/v1/embeddings', {
    ...body,
    encoding_format: 'base64',
  });
  expect(Buffer.from(packed.data[0]?.embedding ?? '', 'base64')).toHaveLength(8);
  const empty = await postJson(emulator(), '/v1/embeddings', { model: 'embedder', input: '' }, 500);
  check(OPENAI_ERROR, empty);
});

test('lists models with their tag and finds them without it', async () => {
  const list = (await (await fetch(`${emulator().url}/v1/models`)).json()) as { data: { id: string }[] };
  expect(list.data[0]).toEqual({
    id: 'plain:latest',
    object: 'model',
    created: expect.any(Number),
    owned_by: 'library',
  });
  expect((await fetch(`${emulator().url}/v1/models/plain`)).status).toBe(200);
  expect((await fetch(`${emulator().url}/v1/models/nope`)).status).toBe(404);
});
