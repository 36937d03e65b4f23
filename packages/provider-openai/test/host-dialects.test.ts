import { createClient, type ChatRequest } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { openai, type OpenAIOptions } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

const OPENAI = 'https://api.openai.com';
const LOCAL = 'http://vllm.example:8000';

/** Schemas as Zod converts `z.object()`. */
const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;
const { $schema: _, ...SENT } = SCHEMA;
const OPTIONAL = { ...SCHEMA, required: [] } as const;

/** The parts of a request body that the tests read. */
interface Body {
  readonly messages: readonly object[];
  readonly tools: readonly { readonly function: { readonly parameters: object } }[];
  readonly response_format: { readonly json_schema: object };
}

function open(baseUrl: string, options: OpenAIOptions = {}) {
  const transport = new FakeTransport();
  transport.reply({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ choices: [{ index: 0, message: { content: '{}' }, finish_reason: 'stop' }] }),
  });
  const config = {
    provider: 'openai',
    baseUrl,
    model: 'm',
    retry: false,
    // The only response is that to the chat.
    modelCapabilities: 'off',
    options: { ...options },
  } as const;
  return { client: closeAfterTest(createClient({ plugins: [openai], config, transport })), transport };
}

/** Sends a chat to a server. Returns the body of the request. */
async function send(baseUrl: string, request: Partial<ChatRequest>, options?: OpenAIOptions) {
  const { client, transport } = open(baseUrl, options);
  await client.chat({ messages: [{ role: 'user', content: 'Hi' }], ...request });
  return transport.requests[0]?.json as Body;
}

test.each([
  [OPENAI, 'm', 'max_completion_tokens'],
  ['https://x.openai.azure.com/openai/v1', 'my-deployment', 'max_completion_tokens'],
  ['https://x.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01', 'd', 'max_tokens'],
  ['https://openrouter.ai/api/v1', 'openai/gpt-5', 'max_completion_tokens'],
  ['https://openrouter.ai/api/v1', 'qwen/qwen3-32b', 'max_tokens'],
  [LOCAL, 'm', 'max_tokens'],
])('limits the tokens of %s with model %s in %s', async (baseUrl, model, field) => {
  expect(await send(baseUrl, { model, maxOutputTokens: 9 })).toMatchObject({ [field]: 9 });
});

test.each([
  [OPENAI, null],
  ['https://api.cloudflare.com/client/v4/accounts/a/ai/v1', ''],
  ['https://ollama.com', ''],
  [LOCAL, null],
])('sends %s tool calls without text with the content %j', async (baseUrl, content) => {
  const toolCalls = [{ id: 'a', name: 'f', arguments: '{}' }];
  const body = await send(baseUrl, {
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', toolCalls },
    ],
  });
  expect(body.messages[1]).toMatchObject({ content });
});

describe('schemas with "strict"', () => {
  const schemasOf = async (baseUrl: string, strict: boolean | undefined, options?: OpenAIOptions) => {
    const body = await send(
      baseUrl,
      {
        tools: [{ name: 'f', parameters: SCHEMA, strict }],
        responseFormat: { type: 'json_schema', schema: SCHEMA, strict },
      },
      options,
    );
    return [body.tools[0]?.function, body.response_format.json_schema];
  };

  test.each<[string, boolean | undefined, OpenAIOptions, boolean]>([
    [OPENAI, true, {}, true],
    ['https://x.openai.azure.com', true, {}, true],
    ['https://api.groq.com/openai/v1', true, {}, true],
    [LOCAL, true, { strictSchemas: true }, true],
    [OPENAI, true, { strictSchemas: false }, false],
    [OPENAI, false, {}, false],
    [OPENAI, undefined, {}, false],
    [LOCAL, true, {}, false],
  ])('are adapted for %s with strict: %s and options %j: %s', async (baseUrl, strict, options, isAdapted) => {
    const schema = isAdapted ? { ...SENT, additionalProperties: false } : SENT;
    const fields = strict === undefined ? {} : { strict };
    expect(await schemasOf(baseUrl, strict, options)).toEqual([
      { name: 'f', parameters: schema, ...fields },
      { name: 'response', schema, ...fields },
    ]);
  });

  test('of tools without arguments are adapted', async () => {
    const body = await send(OPENAI, { tools: [{ name: 'f', strict: true }] });
    expect(body.tools[0]?.function.parameters).toEqual({
      type: 'object',
      properties: {},
      required: [],
      additionalProperties: false,
    });
  });

  test.each<[string, Partial<ChatRequest>]>([
    ['The schema of tool "f"', { tools: [{ name: 'f', parameters: OPTIONAL, strict: true }] }],
    ['"responseFormat.schema"', { responseFormat: { type: 'json_schema', schema: OPTIONAL, strict: true } }],
  ])('with an optional field are rejected before anything is sent: %s', async (where, request) => {
    const { client, transport } = open(OPENAI);
    const whole = { messages: [{ role: 'user', content: 'Hi' }], ...request } as const;
    const expected = {
      code: 'invalid_request',
      message: expect.stringContaining(`${where} cannot be used with "strict"`),
    };
    await expect(client.chat(whole)).rejects.toMatchObject(expected);
    await expect(client.chatStream(whole).response()).rejects.toMatchObject(expected);
    expect(transport.requests).toEqual([]);
  });
});
