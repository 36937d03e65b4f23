// What to see: the models of a server, a chat that arrives token by token, and that near sentences have near vectors.
// It takes the server of LM_BASE_URL, else LM Studio on localhost:1234; where none answers, an emulator.
import { styleText } from 'node:util';
import { type ClientConfig, configFromEnv, createClient, isLmError, type LmClient } from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { openai } from '@lmux/provider-openai';

const SENTENCES = [
  'The cat sleeps on the warm roof.',
  'A cat is sleeping on a warm roof.',
  'Stock prices fell sharply on Monday.',
] as const;

/** Whether some server answers there: even a refusal is an answer. */
async function answers(config: ClientConfig): Promise<boolean> {
  await using client = createClient({ plugins: [openai], config: { ...config, timeout: 3000, retry: false } });
  try {
    await client.models.list();
    return true;
  } catch (error) {
    return !(isLmError(error, 'connection_failed') || isLmError(error, 'connect_timeout'));
  }
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
  return dot / (Math.hypot(...a) * Math.hypot(...b));
}

async function showChat(client: LmClient, model: string): Promise<void> {
  console.log(styleText('bold', `\nChat with ${model}`));
  await using stream = client.chatStream({
    model,
    messages: [{ role: 'user', content: 'Say in one sentence what a language model is.' }],
    maxOutputTokens: 120,
  });
  for await (const event of stream) {
    if (event.type === 'reasoning-delta') process.stdout.write(styleText('dim', event.text));
    if (event.type === 'text-delta') process.stdout.write(event.text);
  }
  const { finishReason, usage } = await stream.response();
  console.log(styleText('dim', `\n(${finishReason.unified}, ${usage?.outputTokens ?? 'unknown'} tokens)`));
}

async function showEmbeddings(client: LmClient, model: string): Promise<void> {
  console.log(styleText('bold', `\nCosine similarities by ${model}`));
  const { embeddings } = await client.embed({ model, input: SENTENCES });
  for (const [index, other] of embeddings.entries()) {
    const [first] = embeddings;
    if (index === 0 || first === undefined) continue;
    console.log(`  ${cosine(first, other).toFixed(3)}  "${SENTENCES[0]}" / "${SENTENCES[index]}"`);
  }
}

const isEmbedding = (id: string): boolean => /embed/i.test(id);

async function main(): Promise<void> {
  const configured: ClientConfig = { ...configFromEnv(), provider: 'openai' };
  const found = await answers(configured);
  await using emulator = found ? undefined : await startEmulator({ delayMs: 15 });
  const config: ClientConfig = emulator === undefined ? configured : { provider: 'openai', baseUrl: emulator.url };
  console.log(
    found
      ? `Server: ${configured.baseUrl}`
      : `No server answers at ${configured.baseUrl}: an emulator stands in on ${config.baseUrl}. Set LM_BASE_URL to use a real one.`,
  );

  await using client = createClient({ plugins: [openai], config });
  const ids = (await client.models.list()).map((model) => model.id);
  console.log(styleText('bold', '\nModels'));
  for (const id of ids) console.log(`  ${id}`);

  const chatModel = config.model ?? ids.find((id) => !isEmbedding(id));
  if (chatModel === undefined) throw new Error('The server has no model to chat with. Download one, or set LM_MODEL.');
  await showChat(client, chatModel);
  const embedModel = config.embedModel ?? ids.find(isEmbedding);
  if (embedModel === undefined)
    console.log('\nThe server has no embedding model: that part is left out (LM_EMBED_MODEL).');
  else await showEmbeddings(client, embedModel);
}

try {
  await main();
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
