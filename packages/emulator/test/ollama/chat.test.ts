import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { post, postJson } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';
import { postLines } from './post-lines.js';
import { CHAT_LINE, ERROR_REPLY, TEXT_LINE } from './schemas.js';

const CHAT = '/api/chat';

interface ChatLine {
  readonly message: {
    readonly content: string;
    readonly thinking?: string;
    readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: object } }[];
  };
  readonly done: boolean;
  readonly done_reason?: string;
  readonly prompt_eval_count?: number;
  readonly eval_count?: number;
}

const emulator = withEmulator({
  as: 'ollama',
  models: [
    { id: 'plain', contextLength: 64 },
    { id: 'thinker:8b', reasoning: true },
    { id: 'dumb', toolUse: false },
    { id: 'eyes', vision: true },
  ],
});

const user = (content: string, extra: object = {}): object => ({ role: 'user', content, ...extra });

async function lines(body: object): Promise<ChatLine[]> {
  const all = await postLines<ChatLine>(emulator(), CHAT, body);
  for (const line of all) check(CHAT_LINE, line);
  return all;
}

async function whole(body: object): Promise<ChatLine> {
  const reply = await postJson<ChatLine>(emulator(), CHAT, { ...body, stream: false });
  check(CHAT_LINE, reply);
  return reply;
}

async function refused(path: string, body: unknown, status: number): Promise<string> {
  const reply = await postJson<{ error: string }>(emulator(), path, body, status);
  check(ERROR_REPLY, reply);
  return reply.error;
}

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe('POST /api/chat', () => {
  test('streams lines by default, with counts and durations in the last', async () => {
    const all = await lines({ model: 'plain', messages: [user('Hi')] });
    expect(all.map(({ message }) => message.content).join('')).toBe('This is the lmux emulator. You said: "Hi"');
    const last = all.at(-1);
    expect(all.filter(({ done }) => done)).toEqual([last]);
    expect(last).toMatchObject({ done_reason: 'stop', prompt_eval_count: 5, eval_count: all.length - 1 });
    expect(all[0]).toMatchObject({ model: 'plain' });
  });

  test('sends one response with the requested model name if stream is false', async () => {
    expect(await whole({ model: 'plain:latest', messages: [user('Hi')] })).toMatchObject({
      model: 'plain:latest',
      message: { role: 'assistant', content: 'This is the lmux emulator. You said: "Hi"' },
      done: true,
    });
    await refused(CHAT, { model: 'thinker', messages: [user('Hi')] }, 404);
  });

  test('sends a tool call in one line with its arguments as an object', async () => {
    const all = await lines({ model: 'plain', tools: [WEATHER], messages: [user('The weather in Paris?')] });
    const called = all.filter(({ message }) => message.tool_calls !== undefined);
    expect(called.map(({ message }) => message.tool_calls)).toEqual([
      [{ id: expect.any(String), function: { index: 0, name: 'get_weather', arguments: { city: 'Paris' } } }],
    ]);
    expect(all.at(-1)?.done_reason).toBe('stop');
    const told = { role: 'tool', tool_name: 'get_weather', content: 'sunny' };
    const reply = await whole({ model: 'plain', tools: [WEATHER], messages: [user('Weather?'), told] });
    expect(reply.message.content).toContain('The tool returned: "sunny"');
  });

  test('refuses tools and thinking for a model without support', async () => {
    const request = { model: 'dumb', messages: [user('x')] };
    expect(await refused(CHAT, { ...request, tools: [WEATHER] }, 400)).toBe(
      'registry.ollama.ai/library/dumb:latest does not support tools',
    );
    expect(await refused(CHAT, { ...request, think: true }, 400)).toBe('"dumb" does not support thinking');
    expect(await refused(CHAT, { ...request, think: 'huge' }, 400)).toMatch('invalid think value: "huge"');
  });

  test('sends reasoning in separate lines, unless the request disables it', async () => {
    const request = { model: 'thinker:8b', messages: [user('Hi')] };
    const all = await lines(request);
    expect(all[0]?.message).toMatchObject({ content: '', thinking: 'The' });
    expect((await whole({ ...request, think: true })).message.thinking).toMatch('The user wrote "Hi"');
    expect((await whole({ ...request, think: false })).message).not.toHaveProperty('thinking');
    expect(await refused(CHAT, { ...request, think: 'low' }, 400)).toBe(
      'think value "low" is not supported for this model',
    );
  });

  test('replies with JSON, with or without a schema', async () => {
    const request = { model: 'plain', messages: [user('a person called "Ann"')] };
    const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
    expect(JSON.parse((await whole({ ...request, format: schema })).message.content)).toEqual({ name: 'Ann' });
    expect(JSON.parse((await whole({ ...request, format: 'json' })).message.content)).toBeTypeOf('object');
    expect(await refused(CHAT, { ...request, format: 'xml' }, 500)).toMatch('expected "json" or a valid JSON Schema');
  });

  test('respects num_predict and stop and refuses options of the wrong type', async () => {
    const request = { model: 'plain', messages: [user('Hi')] };
    expect(await whole({ ...request, options: { num_predict: 2 } })).toMatchObject({
      message: { content: 'This is' },
      done_reason: 'length',
      eval_count: 2,
    });
    const stopped = await whole({
      ...request,
      options: { stop: [' emulator'], seed: 1, temperature: 0, made_up: true },
    });
    expect(stopped).toMatchObject({ message: { content: 'This is the lmux' }, done_reason: 'stop' });
    expect(await refused(CHAT, { ...request, options: { num_predict: 'x' } }, 500)).toBe(
      'option "num_predict" must be of type integer',
    );
  });

  test('silently truncates a prompt that is too long', async () => {
    const messages = [user('first '.repeat(80)), user('Hi')];
    expect(await whole({ model: 'plain', messages })).toMatchObject({ prompt_eval_count: 64, done_reason: 'stop' });
    const short = await whole({ model: 'plain', messages: [user('one two three four five')], options: { num_ctx: 6 } });
    expect(short.prompt_eval_count).toBe(6);
  });

  test('counts images for a model with vision and ignores them for others', async () => {
    const request = (model: string): object => ({ model, messages: [user('x', { images: ['aGk='] })] });
    const [seen, unseen] = [await whole(request('eyes')), await whole(request('plain'))];
    expect((seen.prompt_eval_count ?? 0) - (unseen.prompt_eval_count ?? 0)).toBe(256);
    const wrong = { model: 'eyes', messages: [user('x', { images: ['data:image/png;base64,aGk='] })] };
    expect(await refused(CHAT, wrong, 400)).toBe('illegal base64 data at input byte 4');
  });
});

test('POST /api/generate streams text and returns its tokens as context', async () => {
  const all = await postLines<{ response: string; context?: number[] }>(emulator(), '/api/generate', {
    model: 'thinker:8b',
    system: 'Be brief',
    prompt: 'Hi',
  });
  for (const line of all) check(TEXT_LINE, line);
  expect(all.map(({ response }) => response).join('')).toBe('This is the lmux emulator. You said: "Hi"');
  expect(all[0]).toMatchObject({ response: '', thinking: 'The' });
  expect(all.at(-1)?.context?.length).toBeGreaterThan(5);
});

test('a raw prompt of a reasoning model is continued, so a short reply is not empty', async () => {
  const body = { model: 'thinker:8b', prompt: 'Hi', raw: true, stream: false, options: { num_predict: 4 } };
  const reply = await postJson<Record<string, unknown>>(emulator(), '/api/generate', body);
  expect(reply).toMatchObject({ response: 'This is the lmux', done_reason: 'length' });
  expect(reply).not.toHaveProperty('thinking');
});

describe('the error', () => {
  test.each([
    ['{bad', "invalid character 'b' looking for beginning of object key string"],
    ['', 'missing request body'],
    ['{}', 'model is required'],
    ['{"model":5}', 'json: cannot unmarshal number into Go struct field Request.model of type string'],
    ['{"model":"plain","keep_alive":"abc","messages":[]}', 'time: invalid duration "abc"'],
  ])('of the body %j', async (body, error) => {
    const response = await fetch(emulator().url + CHAT, { method: 'POST', body });
    expect([response.status, await response.json()]).toEqual([400, { error }]);
  });

  // Recorded from Ollama 0.17.
  test.each([['{"x":1}'], [[1]], [5]])('of the tool call arguments %j in an earlier message', async (args) => {
    const call = (given: unknown): object => ({ id: 'a', function: { name: 'f', arguments: given } });
    const body = (given: unknown): object => ({
      model: 'plain',
      messages: [{ role: 'assistant', tool_calls: [call(given)] }, user('x')],
    });
    expect(await refused(CHAT, body(args), 400)).toBe("Value looks like object, but can't find closing '}' symbol");
    expect((await whole(body({ x: 1 }))).done).toBe(true);
  });

  test('of an unknown model depends on the route', async () => {
    expect(await refused(CHAT, { model: 'nope', messages: [user('x')] }, 404)).toBe("model 'nope' not found");
    expect(await refused('/api/embed', { model: 'nope', input: 'x' }, 404)).toBe(
      'model "nope" not found, try pulling it first',
    );
  });

  test('of an engine that fails midway ends a stream with status 200', async () => {
    emulator().setFaults([{ kind: 'engine', failure: 'crash', afterTokens: 2 }]);
    const all = await postLines<object>(emulator(), CHAT, { model: 'plain', messages: [user('x')] });
    expect(all).toHaveLength(3);
    expect(all.at(-1)).toEqual({ error: 'llama runner process has terminated: exit status 2' });
    emulator().setFaults([{ kind: 'engine', failure: 'crash' }]);
    await refused(CHAT, { model: 'plain', messages: [user('x')] }, 500);
  });

  test('of a fault has the format of Ollama', async () => {
    const request = { model: 'plain', messages: [user('x')] };
    emulator().setFaults([
      { kind: 'status', status: 503 },
      { kind: 'errorEvent' },
      { kind: 'noDone' },
      { kind: 'insert' },
    ]);
    expect(await refused(CHAT, request, 503)).toBe('The emulator was told to respond with 503.');
    const broken = await postLines<object>(emulator(), CHAT, request);
    expect(broken.slice(1)).toEqual([{ error: 'The emulator was told to fail here.' }]);
    const truncated = await postLines<ChatLine>(emulator(), CHAT, request);
    expect(truncated.every(({ done }) => !done)).toBe(true);
    expect((await postLines<object>(emulator(), CHAT, request))[1]).toEqual({ emulator: 'unknown', value: 1 });
  });
});

test('a reply ends when the client disconnects', async () => {
  await using running = await startEmulator({ as: 'ollama', delayMs: 20 });
  const controller = new AbortController();
  const body = { model: 'qwen3:4b-instruct', messages: [user('Hi')] };
  const response = await post(running, CHAT, body, { signal: controller.signal });
  await response.body?.getReader().read();
  controller.abort();
  expect((await running.clientDisconnected(1)).path).toBe(CHAT);
});
