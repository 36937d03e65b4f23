import { createClient, type ChatRequest, type LmClient } from '@lmux/core';
import { explainObject, generateObject } from '@lmux/core/objects';
import { closeAfterTest, HttpServer, rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { ollama } from '../src/index.js';

type Schema = Record<string, unknown>;

const messages = [{ role: 'user', content: 'Hi' }] as const;

const circle: Schema = { type: 'object' };
circle['properties'] = { again: circle };

let deep: Schema = { type: 'object' };
for (let level = 0; level < 10_000; level += 1) deep = { type: 'object', properties: { inner: deep } };

const validate = (value: unknown): { value: unknown } => ({ value });
const formatOf = (schema: Schema): ChatRequest => ({ messages, responseFormat: { type: 'json_schema', schema } });
const toolsOf = (parameters: Schema): ChatRequest => ({ messages, tools: [{ name: 'get_weather', parameters }] });

type Send = (client: LmClient, schema: Schema) => Promise<unknown>;

const SENDS: readonly [name: string, subject: string, send: Send][] = [
  ['native tools', 'The schema of tool "get_weather"', (client, schema) => client.chat(toolsOf(schema))],
  [
    'streamed native tools',
    'The schema of tool "get_weather"',
    (client, schema) => client.chatStream(toolsOf(schema)).response(),
  ],
  [
    'trimmed native tools',
    'The schema of tool "get_weather"',
    (client, schema) => client.chat({ ...toolsOf(schema), contextOverflow: 'trim' }),
  ],
  [
    'emulated tools',
    'The schema of tool "get_weather"',
    (client, schema) => client.chat(toolsOf(schema), { emulate: 'always' }),
  ],
  ['responseFormat', '"responseFormat.schema"', (client, schema) => client.chat(formatOf(schema))],
  ['generateObject', '"schema"', (client, schema) => generateObject(client, { messages, schema, validate })],
  ['explainObject', '"schema"', async (client, schema) => explainObject(client, { messages, schema, validate })],
];

test.each(
  SENDS.flatMap(([name, subject, send]) => [
    { name, subject, send, kind: 'contains itself', schema: circle },
    { name, subject, send, kind: 'is nested 10,000 levels deep', schema: deep },
  ]),
)('$name with a schema that $kind are refused before anything is sent', async ({ subject, send, schema }) => {
  let requests = 0;
  const server = closeAfterTest(
    await HttpServer.listen((response) => {
      requests += 1;
      response.end('{}');
    }),
  );
  const config = {
    provider: 'ollama',
    baseUrl: server.url,
    model: 'm',
    retry: false,
    modelCapabilities: 'off',
    models: { m: { contextLength: 300 } },
  } as const;
  const client = closeAfterTest(createClient({ plugins: [ollama], config }));
  expect(await rejectionOf(send(client, schema))).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining(`${subject} contains itself, or is nested more than 500 levels deep.`) as string,
  });
  expect(requests).toBe(0);
});
