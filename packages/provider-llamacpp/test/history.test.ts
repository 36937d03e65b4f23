import type { Message } from '@lmux/core';
import { chatRequest } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { textOf } from './fixtures.js';
import { clientOf } from './support/clients.js';
import { scriptServer } from './support/script-server.js';

const CHAT = 'POST /v1/chat/completions';
const USER: Message = { role: 'user', content: 'Is it?' };

/** Starts a server that streams a recorded response with reasoning, and creates a client for it. */
async function open() {
  const body = textOf('chat-stream-reasoning');
  const server = await scriptServer({ [CHAT]: { body, contentType: 'text/event-stream' } });
  return { server, client: clientOf(server.url) };
}

/** Returns the assistant message of the last request. */
function sentBy({ requests }: Awaited<ReturnType<typeof open>>['server']): unknown {
  const body = requests.at(-1)?.body as { messages: unknown[] } | undefined;
  return body?.messages[1];
}

test('sends the reasoning of a recorded response back', async () => {
  const { server, client } = await open();
  const { message } = await client.chatStream(chatRequest()).response();
  const messages = [...chatRequest().messages, message, USER];
  const { warnings } = await client.chatStream({ messages }).response();
  // A real server puts it into the prompt. It ignores `reasoning`.
  expect(sentBy(server)).toEqual({ role: 'assistant', content: 'yes', reasoning_content: 'The user asks.\n' });
  expect(warnings).toEqual([]);
});

test('sends reasoning of another origin as text', async () => {
  const { client } = await open();
  const { message } = await client.chatStream(chatRequest()).response();
  const other = await open();
  await other.client.chat({ messages: [...chatRequest().messages, message, USER] }).catch(() => {});
  expect(sentBy(other.server)).toEqual({ role: 'assistant', content: 'yes', reasoning_content: 'The user asks.\n' });
});
