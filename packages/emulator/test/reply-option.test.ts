import { expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { ReplyRequest } from '../src/index.js';
import { chat, CHAT_PATH, postJson } from './support/post.js';

test('a string is the reply to every request', async () => {
  await using emulator = await startEmulator({ reply: 'Fine.' });
  expect(await postJson(emulator, CHAT_PATH, chat('Hi'))).toMatchObject({
    choices: [{ message: { content: 'Fine.' } }],
  });
  expect(await postJson(emulator, '/v1/completions', { prompt: 'Hi' })).toMatchObject({ choices: [{ text: 'Fine.' }] });
});

test('a function receives the request and can return any part of a reply', async () => {
  const seen: ReplyRequest[] = [];
  await using emulator = await startEmulator({
    models: [{ id: 'thinker', reasoning: true }],
    reply: (request) => {
      seen.push(request);
      const toolCalls = [
        { name: 'odd', arguments: '{"broken' },
        { name: 'even', arguments: { a: 1 } },
      ];
      return { text: 'Text.', reasoning: 'Thought.', toolCalls };
    },
  });
  expect(await postJson(emulator, CHAT_PATH, chat('Hi'))).toMatchObject({
    choices: [
      {
        message: {
          content: 'Text.',
          reasoning_content: 'Thought.',
          tool_calls: [
            { function: { name: 'odd', arguments: '{"broken' } },
            { function: { name: 'even', arguments: '{"a":1}' } },
          ],
        },
        finish_reason: 'tool_calls',
      },
    ],
  });
  expect(seen).toMatchObject([
    { endpoint: 'chat', model: 'thinker', messages: [{ role: 'user', text: 'Hi', images: 0 }], toolChoice: 'auto' },
  ]);
});
