import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import type { ChatWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';
import { errorOf, listLlama } from './requests.js';

const MODELS = [
  { id: 'sees', loaded: true, vision: true },
  { id: 'calls', loaded: true },
  { id: 'talks', loaded: true, toolUse: false },
  { id: 'embeds', loaded: true, type: 'embedding' },
  { id: 'cold', loaded: false },
] as const;

const emulator = withEmulator({ as: 'llamacpp', models: MODELS });

const COUNT_PATH = '/v1/chat/completions/input_tokens';
const PIXEL = 'data:image/png;base64,iVBORw0KGgo=';
const IMAGE = {
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'Hi' },
        { type: 'image_url', image_url: { url: PIXEL } },
      ],
    },
  ],
};
const TOOLS = {
  tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } }],
};

const propsOf = async (model: string): Promise<Record<string, unknown>> => {
  const response = await fetch(`${emulator().url}/props?model=${model}&autoload=false`);
  return (await response.json()) as Record<string, unknown>;
};

describe('the properties of a model tell', () => {
  test.each([
    ['sees', true, true],
    ['calls', false, true],
    ['talks', false, false],
  ])('what %s can do', async (model, vision, tools) => {
    expect(await propsOf(model)).toMatchObject({
      modalities: { vision },
      chat_template_caps: { supports_tools: tools, supports_tool_calls: tools, supports_system_role: true },
    });
  });

  test('nothing about embeddings, which the command line of the process shows', async () => {
    expect(await propsOf('embeds')).not.toHaveProperty('embeddings');
    const { embeds, talks } = await listLlama(emulator());
    expect(embeds?.status).toMatchObject({ args: expect.arrayContaining(['--embeddings', '--pooling', 'mean']) });
    expect(talks?.status).toMatchObject({ args: expect.not.arrayContaining(['--embeddings']) });
  });
});

describe('a request that the model cannot serve', () => {
  test.each([CHAT_PATH, COUNT_PATH])('with an image is refused with status 500 by %s', async (path) => {
    expect(await errorOf(post(emulator(), path, { ...IMAGE, model: 'calls' }), 500)).toEqual({
      code: 500,
      message: 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj',
      type: 'server_error',
    });
    expect((await post(emulator(), path, { ...IMAGE, model: 'sees' })).status).toBe(200);
  });

  test('for an embedding is refused with status 501', async () => {
    const body = { model: 'calls', input: 'Hi' };
    expect(await errorOf(post(emulator(), '/v1/embeddings', body), 501)).toEqual({
      code: 501,
      message: 'This server does not support embeddings. Start it with `--embeddings`',
      type: 'not_supported_error',
    });
    expect((await post(emulator(), '/v1/embeddings', { ...body, model: 'embeds' })).status).toBe(200);
  });

  test.each<[string, object]>([
    [CHAT_PATH, chat('Hi', { model: 'embeds' })],
    [CHAT_PATH, chat('Hi', { model: 'embeds', stream: true })],
    ['/v1/completions', { model: 'embeds', prompt: 'Hi' }],
  ])('for a text of a model that only embeds is refused with status 500 by %s', async (path, body) => {
    expect(await errorOf(post(emulator(), path, body), 500)).toMatchObject({
      message: 'the current context does not support logits computation. skipping',
    });
  });

  test('with tools is served without them', async () => {
    const answer = (model: string, more: object): Promise<ChatWire> =>
      postJson<ChatWire>(emulator(), CHAT_PATH, chat('Weather?', { model, ...more }));
    const [dropped, plain] = [await answer('talks', TOOLS), await answer('talks', {})];
    expect(dropped.choices[0]?.message).not.toHaveProperty('tool_calls');
    expect(dropped.usage?.prompt_tokens).toBe(plain.usage?.prompt_tokens);
    expect((await answer('calls', TOOLS)).choices[0]?.message.tool_calls).toHaveLength(1);
  });
});

test.each(['sees', 'calls', 'talks'])('the count of a chat of %s equals its usage', async (model) => {
  const body = chat('Wie ist das Wetter in 東京? 👍🏽', { model, ...TOOLS, ...(model === 'sees' ? IMAGE : {}) });
  const counted = await postJson(emulator(), `${COUNT_PATH}?autoload=false`, body);
  const { usage } = await postJson<ChatWire>(emulator(), CHAT_PATH, body);
  expect(counted).toEqual({ input_tokens: usage?.prompt_tokens, object: 'response.input_tokens' });
});

describe('a request with autoload=false', () => {
  const REFUSED = { code: 400, message: 'model is not loaded', type: 'invalid_request_error' };

  test.each([
    ['the properties', () => fetch(`${emulator().url}/props?model=cold&autoload=false`)],
    ['the slots', () => fetch(`${emulator().url}/slots?model=cold&autoload=0`)],
    ['a chat', () => post(emulator(), `${CHAT_PATH}?autoload=false`, chat('Hi', { model: 'cold' }))],
    ['a count', () => post(emulator(), `${COUNT_PATH}?autoload=false`, chat('Hi', { model: 'cold' }))],
  ])('for %s does not load a model', async (_what, send) => {
    expect(await errorOf(send(), 400)).toEqual(REFUSED);
    expect((await listLlama(emulator()))['cold']?.status).toMatchObject({ value: 'unloaded' });
  });

  test('for an unknown model says that it does not exist', async () => {
    const sent = fetch(`${emulator().url}/props?model=none&autoload=false`);
    expect(await errorOf(sent, 400)).toMatchObject({ message: "model 'none' not found" });
  });

  test('is refused while the model is loading', async () => {
    await using slow = await startEmulator({ as: 'llamacpp', models: MODELS, loadMs: 60_000 });
    await post(slow, '/models/load', { model: 'cold' });
    const sent = post(slow, `${COUNT_PATH}?autoload=false`, chat('Hi', { model: 'cold' }));
    expect(await errorOf(sent, 503)).toMatchObject({ message: 'Loading model' });
  });

  test('has no effect on a server with a single model', async () => {
    await using single = await startEmulator({ as: 'llamacpp', router: false, models: MODELS });
    const response = await fetch(`${single.url}/props?model=any&autoload=false`);
    expect(await response.json()).toMatchObject({ model_alias: 'sees' });
  });

  test('true loads the model of a router that was started without autoload', async () => {
    await using manual = await startEmulator({ as: 'llamacpp', models: MODELS, jit: false });
    expect(await errorOf(fetch(`${manual.url}/props?model=cold`), 400)).toEqual(REFUSED);
    expect((await fetch(`${manual.url}/props?model=cold&autoload=true`)).status).toBe(200);
  });
});
