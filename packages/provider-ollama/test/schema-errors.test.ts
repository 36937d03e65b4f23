import type { ChatRequest } from '@lmux/core';
import { chatRequest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { scriptServer } from './support/script-server.js';

type Schema = Record<string, unknown>;

const MESSAGE = 'invalid JSON schema in format';
const SECRET = 'a secret of the prompt';

/** Starts a server that cannot convert any schema. */
const serve = (message = MESSAGE) =>
  scriptServer({
    'POST /api/chat': { status: 500, body: { error: message } },
    'POST /v1/chat/completions': { status: 500, body: { error: { message, type: 'api_error' } } },
  });

const requestOf = (schema: Schema): ChatRequest => ({
  messages: [{ role: 'user', content: SECRET }],
  responseFormat: { type: 'json_schema', schema },
});

const property = (a: unknown): Schema => ({ type: 'object', properties: { a }, required: ['a'] });

/** Returns the error of a chat with a schema. */
async function errorOf(schema: Schema): Promise<Error> {
  const { url } = await serve();
  return rejectionOf<Error>(clientOf(url).chat(requestOf(schema)));
}

describe.each(['native', 'openai'] as const)('route %s', (route) => {
  test.each([true, false])('rejects a schema without a retry, streamed: %s', async (isStreamed) => {
    const { url, requests } = await serve();
    const client = clientOf(url, { retry: 2 });
    const request = requestOf(property({ not: { type: 'string' } }));
    const error = await rejectionOf<Error>(
      isStreamed ? client.chatStream(request, { route }).response() : client.chat(request, { route }),
    );
    expect(error).toMatchObject({ code: 'invalid_request', status: 500, retryable: false });
    expect(error.message).toContain(`${MESSAGE}. Ollama cannot convert "not" in this schema.`);
    expect(error.message).not.toContain(SECRET);
    expect(requests).toHaveLength(1);
  });
});

// Each was sent to Ollama 0.17.4, which rejected it.
test.each<[what: string, schema: Schema, names: string]>([
  ['an unknown type', property({ type: 'text' }), '"type"'],
  ['an unknown type in a list', property({ type: ['string', 'text'] }), '"type"'],
  ['a length without a type', property({ maxLength: 3 }), '"maxLength"'],
  ['a description alone', property({ description: 'x' }), '"description"'],
  ['true', property(true), '"true"'],
  ['false as items', property({ type: 'array', items: false }), '"false"'],
  ['a branch without a type', property({ anyOf: [{ required: ['b'] }, { type: 'null' }] }), '"required"'],
  ['a pattern that is not anchored', property({ type: 'string', pattern: '^a' }), '"pattern"'],
  ['a reference to the root', property({ anyOf: [{ $ref: '#' }, { type: 'null' }] }), '"$ref"'],
  ['a reference to nothing', property({ $ref: '#/$defs/x' }), '"$ref"'],
  ['an anchor', { ...property({ $ref: '#x' }), $defs: { y: { $anchor: 'x', type: 'string' } } }, '"$ref"'],
  ['two keywords', property({ type: 'array', items: { not: {}, title: 'x' } }), '"not", "title"'],
])('names the keyword of %s', async (_what, schema, names) => {
  expect((await errorOf(schema)).message).toContain(`Ollama cannot convert ${names} in this schema.`);
});

test.each<[what: string, schema: Schema]>([
  ['a definition', { ...property({ $ref: '#/$defs/x' }), $defs: { x: { type: 'string' } } }],
  ['a member of a list', property({ anyOf: [{ type: 'string' }, { $ref: '#/properties/a/anyOf/0' }] })],
  ['an empty schema and constants', property({ type: 'array', prefixItems: [{}, { const: 1 }, { enum: [2] }] })],
  ['formats and patterns without a type', property({ oneOf: [{ format: 'uuid' }, { pattern: '^a$' }] })],
  ['records', property({ additionalProperties: { type: ['string', 'null'] } })],
])('does not name %s, which Ollama converts', async (_what, schema) => {
  expect((await errorOf(schema)).message).toMatch(/in format\. Simplify the schema\.$/);
});

test('names no key that is not a keyword', async () => {
  const { message } = await errorOf(property({ 'a name of the user': 1 }));
  expect(message).toMatch(/Simplify the schema\.$/);
});

test('other errors keep their meaning', async () => {
  const { url } = await serve('something else');
  expect(await rejectionOf(clientOf(url, { retry: false }).chat(chatRequest()))).toMatchObject({
    code: 'server_error',
  });
});
