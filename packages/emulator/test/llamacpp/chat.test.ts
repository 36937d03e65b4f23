import { describe, expect, test } from 'vitest';
import { check } from '../support/check-schema.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import { contentOf, eventsOf } from '../support/read-sse.js';
import type { ChatWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';
import { errorOf, streamLlama } from './requests.js';
import { CHAT_REPLY } from './schemas.js';

const emulator = withEmulator({
  as: 'llamacpp',
  models: [
    { id: 'plain', contextLength: 64 },
    { id: 'thinker', reasoning: true },
    { id: 'embedder', type: 'embedding', dimensions: 4 },
  ],
});

const request = (extra: object = {}): Record<string, unknown> => chat('Hi', { model: 'plain', ...extra });

const TOOL = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe('a chat completion', () => {
  test('streams the role, then the text, then the finish reason with timings', async () => {
    const chunks = await streamLlama(emulator(), request());
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: null });
    expect(contentOf(chunks)).toBe('This is the lmux emulator. You said: "Hi"');
    expect(chunks.at(-1)).toMatchObject({
      choices: [{ delta: {}, finish_reason: 'stop' }],
      timings: { cache_n: 0, prompt_n: 5, predicted_n: chunks.length - 2 },
    });
  });

  test('has usage and timings in a separate chunk if usage is requested', async () => {
    const chunks = await streamLlama(emulator(), request({ stream_options: { include_usage: true }, max_tokens: 1 }));
    expect(chunks.at(-2)).not.toHaveProperty('timings');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 5 }, timings: { predicted_n: 1 } });
  });

  test('reports prompt progress with return_progress', async () => {
    const chunks = await streamLlama(emulator(), request({ return_progress: true }));
    expect(chunks.flatMap(({ prompt_progress: progress }) => progress?.processed ?? [])).toEqual([0, 3, 5]);
    expect(chunks[3]?.choices[0]?.delta).toEqual({ role: 'assistant', content: null });
  });

  test('is sent as one response with the reasoning next to the text or inside it', async () => {
    const reply = await postJson<ChatWire>(emulator(), CHAT_PATH, request({ model: 'thinker' }));
    check(CHAT_REPLY, reply);
    expect(reply.choices[0]?.message.reasoning_content).toMatch('The user wrote');
    const off = request({ model: 'thinker', chat_template_kwargs: { enable_thinking: false } });
    expect((await postJson<ChatWire>(emulator(), CHAT_PATH, off)).choices[0]?.message).not.toHaveProperty(
      'reasoning_content',
    );
    const inside = request({ model: 'thinker', reasoning_format: 'none' });
    expect((await postJson<ChatWire>(emulator(), CHAT_PATH, inside)).choices[0]?.message.content).toMatch(
      /^<think>\nThe/,
    );
  });

  test('streams a tool call with the first part of its arguments next to its name', async () => {
    const messages = [{ role: 'user', content: 'The weather in Paris?' }];
    const chunks = await streamLlama(emulator(), request({ messages, tools: [TOOL] }));
    const calls = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
    expect(calls[0]).toMatchObject({ index: 0, type: 'function', function: { name: 'get_weather', arguments: '{"' } });
    expect(calls.slice(1).every(({ id }) => id === undefined)).toBe(true);
    expect(JSON.parse(calls.map((call) => call.function.arguments).join(''))).toEqual({ city: 'Paris' });
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
    const whole = await postJson<ChatWire>(emulator(), CHAT_PATH, request({ messages, tools: [TOOL] }));
    check(CHAT_REPLY, whole);
  });

  test.each([
    [{}, 2],
    [{ parallel_tool_calls: true }, 2],
    [{ parallel_tool_calls: false }, 1],
  ])('with two mentioned tools and %j calls %i', async (fields, expected) => {
    const messages = [{ role: 'user', content: 'The weather in Paris, with get_time?' }];
    const tools = [TOOL, { type: 'function', function: { name: 'get_time' } }];
    const reply = await postJson<ChatWire>(emulator(), CHAT_PATH, request({ messages, tools, ...fields }));
    expect(reply.choices[0]?.message.tool_calls).toHaveLength(expected);
  });

  test('replies with JSON that satisfies a schema', async () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    const messages = [{ role: 'user', content: 'I am 7' }];
    const reply = await postJson<ChatWire>(emulator(), CHAT_PATH, request({ messages, response_format: format }));
    expect(reply.choices[0]?.message.content).toBe('{"age":7}');
  });
});

describe('the error', () => {
  test.each([
    [request({ model: 'nope' }), 400, { type: 'invalid_request_error', message: "model 'nope' not found" }],
    [{ messages: [] }, 400, { message: 'model name is missing from the request' }],
    [{ model: 'plain' }, 400, { message: "'messages' is required" }],
    [
      request({ stream: true, messages: [{ role: 'user', content: 'word '.repeat(96) }] }),
      400,
      { type: 'exceed_context_size_error', n_prompt_tokens: 101, n_ctx: 64 },
    ],
    [
      request({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] }),
      500,
      { type: 'server_error' },
    ],
  ])('of the request %j', async (body, status, error) => {
    expect(await errorOf(post(emulator(), CHAT_PATH, body), status)).toMatchObject({ code: status, ...error });
  });

  // Recorded from llama-server b11434.
  test.each([
    [
      '{"x":',
      /^Failed to parse tool call arguments as JSON: \[json.exception.parse_error.101\] parse error at line 1, column 6/,
    ],
    ['not json', /line 1, column 2: syntax error while parsing value - invalid literal; last read: 'no'$/],
    ['', /attempting to parse an empty input/],
  ])('of the tool call arguments %j in an earlier message', async (args, message) => {
    const call = { id: 'a', type: 'function', function: { name: 'f', arguments: args } };
    const body = request({ messages: [{ role: 'assistant', content: null, tool_calls: [call] }] });
    const error = await errorOf(post(emulator(), CHAT_PATH, body), 500);
    expect(error).toMatchObject({ code: 500, type: 'server_error', message: expect.stringMatching(message) });
  });

  test('of invalid JSON and of an unknown path', async () => {
    const bad = fetch(emulator().url + CHAT_PATH, { method: 'POST', body: '{bad' });
    expect((await errorOf(bad, 400))['message']).toBe(
      "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while parsing object key - invalid literal; last read: '{b'",
    );
    const nothing = await errorOf(fetch(`${emulator().url}/nothing`), 404);
    expect(nothing).toEqual({ code: 404, message: 'File Not Found', type: 'not_found_error' });
  });

  test('in the middle of a stream has a numeric code', async () => {
    emulator().setFaults([
      { kind: 'engine', failure: 'overflow', afterTokens: 1 },
      { kind: 'errorEvent', afterEvents: 1 },
    ]);
    for (const message of ['Context size has been exceeded.', 'The emulator was told to fail here.']) {
      const response = await post(emulator(), CHAT_PATH, request({ stream: true }));
      const last: unknown = JSON.parse(eventsOf(await response.text()).at(-1) ?? 'null');
      expect(last).toEqual({ error: { code: 500, message, type: 'server_error' } });
    }
  });
});

test('POST /v1/completions has usage and timings in its last chunk', async () => {
  const body = { model: 'plain', prompt: 'Hi', stream: true, max_tokens: 2 };
  const events = eventsOf(await (await post(emulator(), '/v1/completions', body)).text());
  expect(events.pop()).toBe('[DONE]');
  const chunks = events.map((event) => JSON.parse(event) as { usage?: object });
  expect(chunks.map(({ usage }) => usage !== undefined)).toEqual([false, false, true]);
  expect(chunks.at(-1)).toMatchObject({
    choices: [{ text: '', finish_reason: 'length' }],
    timings: { predicted_n: 2 },
  });
});

test('POST /v1/embeddings is supported only by an embedding model', async () => {
  const embed = (body: object): Promise<Response> => post(emulator(), '/v1/embeddings', body);
  expect(await (await embed({ model: 'embedder', input: ['a', 'b'] })).json()).toMatchObject({
    model: 'embedder',
    object: 'list',
    data: [{ embedding: { length: 4 }, index: 0, object: 'embedding' }, { index: 1 }],
  });
  expect(await errorOf(embed({ model: 'plain', input: 'x' }), 501)).toMatchObject({ type: 'not_supported_error' });
  expect(await errorOf(embed({ model: 'embedder', input: '' }), 400)).toMatchObject({
    message: 'Input content cannot be empty',
  });
});

test('tokenizes, detokenizes and counts input tokens', async () => {
  const text = 'Hello brave world';
  const { tokens } = await postJson<{ tokens: number[] }>(emulator(), '/tokenize', { model: 'plain', content: text });
  expect(tokens).toHaveLength(3);
  expect(await postJson(emulator(), '/detokenize', { model: 'plain', tokens })).toEqual({ content: text });
  const pieces = await postJson(emulator(), '/tokenize', { model: 'plain', content: 'Hello', with_pieces: true });
  expect(pieces).toEqual({ tokens: [{ id: tokens[0], piece: 'Hello' }] });
  expect(await postJson(emulator(), `${CHAT_PATH}/input_tokens`, request())).toEqual({
    input_tokens: 5,
    object: 'response.input_tokens',
  });
});
