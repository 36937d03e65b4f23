import { createClient, type StreamEvent } from '@lmux/core';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest, drain, scriptServer, sseOf, type ScriptedResponse } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { chunk, stop } from './chunks.js';

const CHAT = 'POST /v1/chat/completions';
const OPTIONS = { unknownRoute: (route: string) => ({ status: 404, body: route }) };

/** Starts a server and creates a client that splits reasoning off the text. Both are closed after the test. */
async function open(response: ScriptedResponse) {
  const server = await scriptServer({ [CHAT]: response }, OPTIONS);
  const config = {
    provider: 'openai',
    baseUrl: server.url,
    model: 'm',
    retry: false,
    reasoningTags: true,
    options: { reasoningField: 'reasoning_content' },
  } as const;
  return { server, client: closeAfterTest(createClient({ plugins: [openai], config })) };
}

const stream = (...values: unknown[]): ScriptedResponse => ({
  body: sseOf(values),
  contentType: 'text/event-stream',
});

const textsOf = (events: readonly StreamEvent[]): string[] =>
  events.flatMap((event) => ('text' in event ? [`${event.type} ${event.text}`] : []));

test('tags are found across the deltas of a stream', async () => {
  const deltas = ['<th', 'ink>', '\n', 'Hm', ' ', 'so', '.\n<', '/thi', 'nk>\n\n', 'Hi', ' <think>'];
  const { client } = await open(stream(...deltas.map((content) => chunk({ content })), stop()));
  const { values } = await drain(client.chatStream('x'));
  expect(textsOf(values)).toEqual([
    'reasoning-delta Hm',
    'reasoning-delta  so',
    'reasoning-delta .',
    'text-delta Hi',
    'text-delta  <think>',
  ]);
});

test('a tool call of the server may come within or after the reasoning', async () => {
  const call = (index: number, id: string): object => ({
    tool_calls: [{ index, id, type: 'function', function: { name: 'f', arguments: '{}' } }],
  });
  const { client } = await open(
    stream(chunk({ content: '<think>a' }), chunk(call(0, 'x')), chunk({ content: 'b</think>c' }), stop()),
  );
  const response = await client.chatStream('x').response();
  expect(response).toMatchObject({ text: 'c', reasoning: 'ab', toolCalls: [{ id: 'x' }] });
  expect(response.http?.status).toBe(200);
});

test('the reasoning of the history is sent in the field of the server, and no tags', async () => {
  const message = { role: 'assistant', content: '<think>\nHm\n</think>\n\nHi' };
  const { server, client } = await open({ body: { choices: [{ index: 0, message, finish_reason: 'stop' }] } });
  const first = await client.chat('x');
  expect(first.raw).toMatchObject({ choices: [{ message }] });
  expect(first.http?.status).toBe(200);
  await client.chat({ messages: [{ role: 'user', content: 'x' }, first.message, { role: 'user', content: 'y' }] });
  expect(server.requests[1]?.body).toMatchObject({
    messages: [{ content: 'x' }, { role: 'assistant', content: 'Hi', reasoning_content: 'Hm' }, { content: 'y' }],
  });
  expect(JSON.stringify(server.requests)).not.toContain('think');
});

test('the setting is not sent', async () => {
  const message = { role: 'assistant', content: 'Hi' };
  const { server, client } = await open({ body: { choices: [{ index: 0, message, finish_reason: 'stop' }] } });
  await client.chat('x', { reasoningTags: { startsOpen: true } });
  expect(server.requests[0]?.body).toEqual({ model: 'm', messages: [{ role: 'user', content: 'x' }] });
});
