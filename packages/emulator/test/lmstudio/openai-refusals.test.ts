import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import type { ErrorWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';

const emulator = withEmulator({
  models: [
    { id: 'tiny', contextLength: 20 },
    { id: 'seeing', vision: true },
    { id: 'vectors', type: 'embedding' },
  ],
});

const refused = async (extra: object, status = 400): Promise<ErrorWire['error']> =>
  (await postJson<ErrorWire>(emulator(), CHAT_PATH, { ...chat('Hi'), model: 'tiny', ...extra }, status)).error;

const withTool = (parameters: unknown): object => ({
  tools: [{ type: 'function', function: { name: 'x', parameters } }],
});
const format = (value: object): object => ({ response_format: value });

describe('a chat request is refused with a string error for', () => {
  test.each<[string, object, RegExp]>([
    ['no messages', { messages: undefined }, /'messages' field is required/],
    ['empty messages', { messages: [] }, /messages.*empty/],
    ['a message without role', { messages: [{ content: 'Hi' }] }, /messages\[0]/],
    ['json_object', format({ type: 'json_object' }), /must be 'json_schema' or 'text'/],
    ['a schema without name', format({ type: 'json_schema', json_schema: { schema: {} } }), /name.*required/],
    ['a format without schema', format({ type: 'json_schema', json_schema: { name: 'x' } }), /schema.*required/],
    [
      'tool_choice object',
      { tool_choice: { type: 'function' } },
      /Invalid tool_choice type: 'object'.*none, auto, required/,
    ],
    ['tool_choice unknown', { tool_choice: 'any' }, /Invalid tool_choice/],
    ['a tool without parameters', withTool(undefined), /parameters\.type/],
    ['a tool whose parameters are not an object', withTool({ type: 'string' }), /parameters\.type/],
    ['tools that are not a list', { tools: {} }, /tools/],
    ['an embedding model', { model: 'vectors' }, /^Model is not llm$/],
  ])('%s', async (_name, extra, message) => {
    expect(await refused(extra)).toMatch(message);
  });

  test('images for a model without vision', async () => {
    const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }];
    const messages = [{ role: 'user', content }];
    expect(await refused({ messages })).toMatch(/contain images, but tiny does not support image inputs/);
    expect((await post(emulator(), CHAT_PATH, { messages, model: 'seeing' })).status).toBe(200);
  });

  test('images in tool results', async () => {
    const text = { type: 'text', text: 'Done' };
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } };
    const withContent = (content: object[]) => ({ messages: [{ role: 'tool', tool_call_id: '1', content }] });
    expect(await refused({ ...withContent([text, image]), model: 'seeing' })).toMatch(/Invalid 'messages' in payload/);
    expect((await post(emulator(), CHAT_PATH, { ...withContent([text]), model: 'seeing' })).status).toBe(200);
  });

  test('a schema that cannot be satisfied', async () => {
    const schema = { $ref: 'https://example.com/elsewhere.json' };
    const extra = format({ type: 'json_schema', json_schema: { name: 'x', schema } });
    expect(await refused(extra)).toMatch(/failed to parse grammar/);
  });

  test('a prompt that exceeds the context, with the error of the engine', async () => {
    const error = await refused({ messages: [{ role: 'user', content: 'word '.repeat(30) }] });
    expect(error).toMatch(/exceed_context_size_error/);
    expect(error).toMatch(/"n_prompt_tokens":3\d,"n_ctx":20/);
  });
});

test('a reply ends at the end of the context', async () => {
  const reply = await postJson(emulator(), CHAT_PATH, { ...chat('a b c d e f g h i j'), model: 'tiny' });
  expect(reply).toMatchObject({ choices: [{ finish_reason: 'length' }], usage: { total_tokens: 20 } });
});

test('responds with 400 to invalid JSON and to JSON that is not an object', async () => {
  for (const body of ['{"messages":', '[]', '']) {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(emulator().url + CHAT_PATH, { method: 'POST', body, headers });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_json', type: 'invalid_request' } });
  }
});

test('responds with 415 to another Content-Type', async () => {
  const response = await post(emulator(), CHAT_PATH, chat('Hi'), { headers: { 'content-type': 'text/plain' } });
  expect(response.status).toBe(415);
});

test('responds with 500 and without details to an internal error', async () => {
  const errors: unknown[] = [];
  await using broken = await startEmulator({
    reply: () => {
      throw new Error('secret');
    },
    log: ({ error }) => errors.push(error),
  });
  const response = await post(broken, CHAT_PATH, chat('Hi'));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
  await (
    await broken.received(1)
  ).ended;
  expect(errors).toEqual(['secret']);
});
