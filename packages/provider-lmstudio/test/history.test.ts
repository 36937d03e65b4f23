import type { Message } from '@lmux/core';
import { chatRequest, sseOf, type ScriptedRequest } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { clientOf } from './support/clients.js';
import { scriptServer } from './support/script-server.js';

const USER: Message = { role: 'user', content: 'And now?' };

/** Returns the assistant message of the last request. */
function sentBy(requests: readonly ScriptedRequest[]): unknown {
  const body = requests.at(-1)?.body as { messages: unknown[] } | undefined;
  return body?.messages[1];
}

// lmstudio-ai/lmstudio-bug-tracker issue 894: the field depends on the model.
test.each(['reasoning_content', 'reasoning'])('sends reasoning back in the field it came from: %s', async (field) => {
  const deltas = [{ [field]: 'Hm' }, { [field]: ' so' }, { content: 'Hi' }];
  const chunks = deltas.map((delta) => ({ id: 'c', model: 'qwen/qwen3-4b', choices: [{ index: 0, delta }] }));
  const stop = { id: 'c', model: 'qwen/qwen3-4b', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  const server = await scriptServer({
    'POST /v1/chat/completions': { body: sseOf([...chunks, stop]), contentType: 'text/event-stream' },
  });
  const client = clientOf(server.url, { retry: false });
  const { message } = await client.chatStream(chatRequest(), { route: 'openai' }).response();
  const messages = [...chatRequest().messages, message, USER];
  const { warnings } = await client.chatStream({ messages }, { route: 'openai' }).response();
  expect(sentBy(server.requests)).toEqual({ role: 'assistant', content: 'Hi', [field]: 'Hm so' });
  expect(warnings).toEqual([]);
});

test('sends other reasoning as reasoning_content', async () => {
  const server = await scriptServer({
    'POST /v1/chat/completions': {
      body: { choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] },
    },
  });
  const messages: Message[] = [USER, { role: 'assistant', content: 'Hi', reasoning: 'Hm' }, USER];
  const { warnings } = await clientOf(server.url, { retry: false }).chat({ messages }, { route: 'openai' });
  expect(sentBy(server.requests)).toEqual({ role: 'assistant', content: 'Hi', reasoning_content: 'Hm' });
  expect(warnings).toEqual([]);
});

// lmstudio-ai/lmstudio-bug-tracker issue 261: the server rejects `content: null`.
test('sends an empty text beside tool calls', async () => {
  const server = await scriptServer({
    'POST /v1/chat/completions': {
      body: { choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] },
    },
  });
  const toolCalls = [{ id: 'a', name: 'f', arguments: '{}' }];
  const messages: Message[] = [USER, { role: 'assistant', toolCalls }];
  await clientOf(server.url, { retry: false }).chat({ messages }, { route: 'openai' });
  expect(sentBy(server.requests)).toEqual({
    role: 'assistant',
    content: '',
    tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
  });
});
