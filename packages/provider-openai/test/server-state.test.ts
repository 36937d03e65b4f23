import { createClient, type ChatResponse, type LmClient, type Message } from '@lmux/core';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, scriptServer, sseOf, type ScriptedRequest } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { BLOCK_ROWS } from './reasoning-state-rows.js';
import { CALL_ROWS } from './call-state-rows.js';
import { chunk, stop } from './chunks.js';
import { MESSAGE_ROWS } from './message-state-rows.js';
import type { StateRow } from './state-row.js';

const USER: Message = { role: 'user', content: 'Hi' };
const ROWS = [...CALL_ROWS, ...BLOCK_ROWS, ...MESSAGE_ROWS];

/** Starts a server that sends the same message to every request, complete or as a stream, and creates a client for it. */
async function open({ message, deltas }: StateRow, options: Record<string, unknown> = {}) {
  const server = await scriptServer(
    ({ body }) => {
      if ((body as { stream?: boolean }).stream === true) {
        const values = [...deltas.map((delta) => chunk(delta)), stop()];
        return { body: sseOf(values), contentType: 'text/event-stream' };
      }
      return { body: { id: 'x', model: 'm', choices: [{ index: 0, message, finish_reason: 'stop' }] } };
    },
    { unknownRoute: () => ({ status: 404, body: {} }) },
  );
  const config = { provider: 'openai', baseUrl: server.url, model: 'm', retry: false, options } as const;
  return { server, client: closeAfterTest(createClient({ plugins: [openai], config })) };
}

type Operation = 'chat' | 'chatStream';

function call(client: LmClient, operation: Operation, messages: readonly Message[]): Promise<ChatResponse> {
  return operation === 'chat' ? client.chat({ messages }) : client.chatStream({ messages }).response();
}

/** Returns the assistant message of the last request. */
function sentBy(requests: readonly ScriptedRequest[]): Record<string, unknown> {
  const body = requests.at(-1)?.body as { messages: Record<string, unknown>[] } | undefined;
  const { role, ...rest } = body?.messages[1] ?? {};
  expect(role).toBe('assistant');
  return rest;
}

const STORED: readonly [string, (history: Message[]) => Message[]][] = [
  ['as it is', (history) => history],
  ['stored as JSON', (history) => JSON.parse(JSON.stringify(history)) as Message[]],
];

describe.each(['chat', 'chatStream'] as const)('%s', (operation) => {
  describe.each(STORED)('with response.message %s', (_how, store) => {
    test.each(ROWS)('sends back %s', async (_title, row) => {
      const { server, client } = await open(row);
      const { message, warnings } = await call(client, operation, [USER]);
      const next = await call(client, operation, store([USER, message, USER]));
      expect(sentBy(server.requests)).toEqual(row.sent);
      expect([...warnings, ...next.warnings]).toEqual([]);
    });
  });

  test.each(ROWS)('sends nothing of it to another origin: %s', async (_title, row) => {
    const { client } = await open(row);
    const { message, text, toolCalls } = await call(client, operation, [USER]);
    const other = await open(row);
    const { warnings } = await call(other.client, operation, [USER, message, USER]);
    const sent = sentBy(other.server.requests);
    expect(sent).toEqual({
      content: text === '' && toolCalls.length > 0 ? null : text,
      ...(toolCalls.length > 0 && {
        tool_calls: toolCalls.map(({ id, name, arguments: args }) => ({
          id,
          type: 'function',
          function: { name, arguments: args },
        })),
      }),
    });
    // The text of the reasoning is missing too, which the response states.
    expect(warnings.filter(({ code }) => code !== 'reasoning_not_sent')).toEqual([]);
  });
});

test('names the source of the state', async () => {
  const [, row] = CALL_ROWS[0] as (typeof CALL_ROWS)[number];
  const { server, client } = await open(row);
  const { message, toolCalls } = await client.chat({ messages: [USER] });
  expect(toolCalls[0]?.providerMetadata).toEqual({
    [`openai/openai@${new URL(server.url).origin}`]: { extra_content: { google: { thought_signature: 'CtgBAY+/=é' } } },
  });
  expect(toolCalls[1]).not.toHaveProperty('providerMetadata');
  expect(message.toolCalls).toEqual(toolCalls);
});

test('sends the state to the other paths of the same origin', async () => {
  const [, row] = CALL_ROWS[0] as (typeof CALL_ROWS)[number];
  const { server, client } = await open(row);
  const { message } = await client.chat({ messages: [USER] });
  const config = { provider: 'openai', baseUrl: `${server.url}/v2`, model: 'm', retry: false } as const;
  const other = closeAfterTest(createClient({ plugins: [openai], config }));
  await other.chat({ messages: [USER, message, USER] });
  expect(sentBy(server.requests)).toEqual(row.sent);
});

test.each([
  ['route', '/openai@', '/native@'],
  ['provider', 'openai/', 'lmstudio/'],
])('does not send the state of another %s', async (_what, from, to) => {
  const [, row] = CALL_ROWS[0] as (typeof CALL_ROWS)[number];
  const { server, client } = await open(row);
  const { message } = await client.chat({ messages: [USER] });
  const changed = JSON.parse(JSON.stringify(message).replaceAll(from, to)) as Message;
  await client.chat({ messages: [USER, changed, USER] });
  expect(JSON.stringify(sentBy(server.requests))).not.toContain('thought_signature');
});

test('does not reach a prototype with the keys of the state', async () => {
  const state = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
  const deltas = [1, 2].map(() => ({
    tool_calls: [{ index: 0, id: 'a', function: { name: 'f' }, extra: state }],
  }));
  const { server, client } = await open({ message: {}, deltas, sent: {} });
  const { message } = await client.chatStream({ messages: [USER] }).response();
  await client.chat({ messages: [USER, message, USER] });
  const [sent] = sentBy(server.requests)['tool_calls'] as { extra: object }[];
  expect(Object.keys(sent?.extra ?? {})).toEqual(['__proto__', 'constructor']);
  expect({}).not.toHaveProperty('polluted');
});

test('sends back as much of a deeply nested state as arrived', async () => {
  const nested = (value: string) => JSON.parse(`${'{"a":'.repeat(2000)}"${value}"${'}'.repeat(2000)}`) as object;
  const deltas = ['x', 'y'].map((value) => ({
    tool_calls: [{ index: 0, id: 'a', function: { name: 'f' }, extra: nested(value) }],
  }));
  const { server, client } = await open({ message: {}, deltas, sent: {} });
  const { message } = await client.chatStream({ messages: [USER] }).response();
  await client.chat({ messages: [USER, message, USER] });
  expect(JSON.stringify(sentBy(server.requests))).toContain('"y"');
});
