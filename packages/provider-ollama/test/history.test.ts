import type { AssistantMessage, Message } from '@lmux/core';
import { chatRequest, sseOf, type ScriptedResponse } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { lastPiece, ndjson, piece, scriptServer } from './support/script-server.js';

const USER: Message = { role: 'user', content: 'And now?' };
const CHUNKS = [{ reasoning: 'Hm' }, { reasoning: ' so' }, { content: 'Hi' }].map((delta) => ({
  id: 'chatcmpl-1',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason: null }],
}));
const STOP = { id: 'chatcmpl-1', model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };

/** Each route, its response with reasoning, and the message of the next request. */
const ROUTES: readonly (readonly [route: 'native' | 'openai', path: string, ScriptedResponse, sent: object])[] = [
  [
    'native',
    '/api/chat',
    ndjson(piece('', { thinking: 'Hm' }), piece('', { thinking: ' so' }), piece('Hi'), lastPiece()),
    { role: 'assistant', content: 'Hi', thinking: 'Hm so' },
  ],
  [
    'openai',
    '/v1/chat/completions',
    { body: sseOf([...CHUNKS, STOP]), contentType: 'text/event-stream' },
    { role: 'assistant', content: 'Hi', reasoning: 'Hm so' },
  ],
];

/** Creates clients for a server that responds to every chat of a route. */
async function open(path: string, response: ScriptedResponse) {
  const server = await scriptServer({ [`POST ${path}`]: response });
  const sent = (): unknown => (server.requests.at(-1)?.body as { messages: unknown[] } | undefined)?.messages[1];
  return { client: clientOf(server.url, { retry: false }), sent };
}

test.each(ROUTES)('route %s sends the reasoning back', async (route, path, response, expected) => {
  const { client, sent } = await open(path, response);
  const { message } = await client.chatStream(chatRequest(), { route }).response();
  const messages = [...chatRequest().messages, message, USER];
  const { warnings } = await client.chatStream({ messages }, { route }).response();
  expect(sent()).toEqual(expected);
  expect(warnings).toEqual([]);
});

test.each(ROUTES)('route %s sends reasoning that came from elsewhere', async (route, path, response, expected) => {
  const parts: AssistantMessage['reasoning'] = [
    {
      type: 'reasoning',
      text: 'Hm',
      providerMetadata: { 'openai/openai@http://other': { field: 'reasoning_content' } },
    },
    { type: 'reasoning', text: ' so' },
  ];
  for (const reasoning of ['Hm so', parts]) {
    const { client, sent } = await open(path, response);
    const messages = [...chatRequest().messages, { role: 'assistant', content: 'Hi', reasoning } as const, USER];
    const { warnings } = await client.chatStream({ messages }, { route }).response();
    expect(sent()).toEqual(expected);
    expect(warnings).toEqual([]);
  }
});

test('route native sends no empty reasoning', async () => {
  const [, path, response] = ROUTES[0] as (typeof ROUTES)[number];
  const { client, sent } = await open(path, response);
  const messages = [...chatRequest().messages, { role: 'assistant', content: 'Hi', reasoning: [] } as const, USER];
  await client.chatStream({ messages }, { route: 'native' }).response();
  expect(sent()).toEqual({ role: 'assistant', content: 'Hi' });
});

// pydantic/pydantic-ai issue 5206: the server rejects `content: null`.
test('route openai sends an empty text beside tool calls', async () => {
  const { client, sent } = await open('/v1/chat/completions', {
    body: { ...STOP, choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] },
  });
  const toolCalls = [{ id: 'a', name: 'f', arguments: '{}' }];
  await client.chat({ messages: [USER, { role: 'assistant', toolCalls }] }, { route: 'openai' });
  expect(sent()).toEqual({
    role: 'assistant',
    content: '',
    tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
  });
});
