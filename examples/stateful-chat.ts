// Shows a chat that LM Studio stores. Each request sends only the new message. The third one continues from the first again.
// With another LM_PROVIDER, the chat fails with an error that names the providers that support this. LM_BASE_URL, LM_API_KEY and
// LM_MODEL choose the server and the model.
import { type ChatResponse, configFromEnv, createClient, isLmError, type LmClient } from '@lmux/core';
import { plugins } from './plugins.ts';

async function send(client: LmClient, content: string, after?: ChatResponse): Promise<ChatResponse> {
  const reply = await client.chat({
    messages: [{ role: 'user', content }],
    store: true,
    ...(after?.responseId !== undefined && { previousResponseId: after.responseId }),
  });
  console.log(`> ${content}\n${reply.text}\n  (${reply.responseId}, ${reply.usage?.inputTokens} prompt tokens)`);
  return reply;
}

try {
  await using client = createClient({ plugins, config: configFromEnv() });
  const first = await send(client, 'My name is Ada. What is a good name for a ship?');
  await send(client, 'And what is my name?', first);
  await send(client, 'Another name for the ship, please.', first);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
