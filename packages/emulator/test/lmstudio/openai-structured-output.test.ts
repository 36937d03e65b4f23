import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { chat, CHAT_PATH, postJson } from '../support/post.js';
import { contentOf, streamChat } from '../support/read-sse.js';
import type { ChatWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';

const emulator = withEmulator();
const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' }, minItems: 2 },
    address: { type: 'object', properties: { city: { type: 'string', minLength: 3 } }, required: ['city'] },
  },
  required: ['name', 'tags', 'address'],
  additionalProperties: false,
};
const body = chat('Describe a person called Ada', {
  response_format: { type: 'json_schema', json_schema: { name: 'person', strict: true, schema } },
});

test('the content satisfies the schema and is the same with and without streaming', async () => {
  const { choices } = await postJson<ChatWire>(emulator(), CHAT_PATH, body);
  const content = choices[0]?.message.content ?? '';
  const value: unknown = JSON.parse(content);
  expect(new Ajv2020().validate(schema, value)).toBe(true);
  expect(value).toMatchObject({ name: 'Ada' });
  const chunks = await streamChat(emulator(), body);
  expect(chunks.length).toBeGreaterThan(10);
  expect(contentOf(chunks)).toBe(content);
});

test('the response format text has no effect', async () => {
  const { choices } = await postJson<ChatWire>(emulator(), CHAT_PATH, { ...body, response_format: { type: 'text' } });
  expect(choices[0]?.message.content).toMatch(/^This is the lmux emulator/);
});
