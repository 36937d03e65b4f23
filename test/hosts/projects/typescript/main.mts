// An application with ES modules: a chat, a stream that it leaves early, an embedding and an error.
import { createClient, isLmError, UndiciTransport, type ChatRequest, type LmClient } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { lmstudio } from '@lmux/provider-lmstudio';
import { rx } from '@lmux/rx';
import { lastValueFrom } from 'rxjs';
import { entries } from './entries.mjs';

const client = createClient({
  plugins: [lmstudio],
  // Fails without the type of Node's transport.
  transport: new UndiciTransport({ tls: { rejectUnauthorized: false } }),
  config: { provider: 'lmstudio', model: 'qwen/qwen3-4b-2507', baseUrl: process.env['LM_BASE_URL'] },
});
const request: ChatRequest = { messages: [{ role: 'user', content: 'Why is the sky blue?' }] };

const { text, usage } = await client.chat(request);
const outputTokens: number | undefined = usage?.outputTokens;
if (!text.includes('sky') || outputTokens === 0) throw new Error('The emulator must repeat the question.');

let received = '';
for await (const event of client.chatStream(request)) {
  if (event.type !== 'text-delta') continue;
  received = event.text;
  break;
}
if (received === '') throw new Error('The stream must have text.');
// The host's server has one slot, so this waits until the stream has been canceled.
await client.chat(request);

const { embeddings } = await client.embed({ model: 'text-embedding-nomic-embed-text-v1.5', input: ['The sky.'] });
if (embeddings[0]?.length === 0) throw new Error('The vector must have values.');

const error: unknown = await client.chat({ ...request, model: 'unknown' }).catch((caught: unknown) => caught);
if (!isLmError(error, 'model_not_found')) throw new Error('The error must be model_not_found.', { cause: error });
await client.close();

const fake: LmClient = createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'm' } });
await lastValueFrom(rx(fake).chat(request));
await fake.close();
if (entries.some((entry) => Object.keys(entry).length === 0)) throw new Error('An entry point exports nothing.');
console.log('checked lmux');
