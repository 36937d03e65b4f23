// An application with CommonJS: a chat, a stream that it leaves early, an embedding and an error.
import core = require('@lmux/core');
import lmstudio = require('@lmux/provider-lmstudio');
import entries = require('./entries.cjs');

async function main(): Promise<void> {
  const client = core.createClient({
    plugins: [lmstudio.lmstudio],
    transport: new core.UndiciTransport({ tls: { rejectUnauthorized: false } }),
    config: { provider: 'lmstudio', model: 'qwen/qwen3-4b-2507', baseUrl: process.env['LM_BASE_URL'] },
  });
  const request: core.ChatRequest = { messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

  const { text }: core.ChatResponse = await client.chat(request);
  if (!text.includes('sky')) throw new Error('The emulator must repeat the question.');

  let received = '';
  for await (const piece of client.chatStream(request).text()) {
    received = piece;
    break;
  }
  if (received === '') throw new Error('The stream must have text.');
  // The host's server has one slot, so this waits until the stream has been canceled.
  await client.chat(request);

  const { embeddings } = await client.embed({ model: 'text-embedding-nomic-embed-text-v1.5', input: ['The sky.'] });
  if (embeddings[0]?.length === 0) throw new Error('The vector must have values.');

  const error: unknown = await client.chat({ ...request, model: 'unknown' }).catch((caught: unknown) => caught);
  if (!core.isLmError(error, 'model_not_found')) throw new Error('The error must be model_not_found.');
  await client.close();
  if (entries.some((entry) => Object.keys(entry).length === 0)) throw new Error('An entry point exports nothing.');
  console.log('checked lmux');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
