// Shows a chat in the terminal, which keeps its history and streams each reply. An error does not end it. Ctrl-D does. LM_PROVIDER,
// LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import { createInterface } from 'node:readline/promises';
import { configFromEnv, createClient, isLmError, type Message } from '@lmux/core';
import { plugins } from './plugins.ts';

await using client = createClient({ plugins, config: configFromEnv() });
const messages: Message[] = [];
const terminal = createInterface({ input: process.stdin });
process.stdout.write('> ');
for await (const line of terminal) {
  messages.push({ role: 'user', content: line });
  try {
    const stream = client.chatStream({ system: 'Reply in one sentence.', messages });
    for await (const text of stream.text()) process.stdout.write(text);
    messages.push((await stream.response()).message);
  } catch (error) {
    messages.pop();
    console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  }
  process.stdout.write('\n> ');
}
