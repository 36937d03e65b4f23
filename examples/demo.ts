// Shows the models of a server, a model being loaded, a streamed chat, and the similarity of sentences by their embeddings.
// It uses the server at LM_BASE_URL, by default LM Studio on localhost:1234. If no server responds, it starts an emulator.
import { styleText } from 'node:util';
import {
  type ClientConfig,
  configFromEnv,
  cosineSimilarity,
  createClient,
  isLmError,
  type LmClient,
  type ModelInfo,
} from '@lmux/core';
import { startEmulator } from '@lmux/emulator';
import { plugins } from './plugins.ts';

const SENTENCES = [
  'The cat sleeps on the warm roof.',
  'A cat is sleeping on a warm roof.',
  'Stock prices fell sharply on Monday.',
] as const;

/** Returns a configuration with a provider that works with the server, or `undefined` if no server responds. Tries only LM_PROVIDER if it is set. */
async function findServer(configured: ClientConfig): Promise<ClientConfig | undefined> {
  const providers = process.env['LM_PROVIDER'] ? [configured.provider] : ['lmstudio', 'openai'];
  let refused: unknown;
  for (const provider of providers) {
    const config = { ...configured, provider };
    await using client = createClient({ plugins, config: { ...config, timeout: 3000, retry: false } });
    try {
      await client.models.list();
      return config;
    } catch (error) {
      if (isLmError(error, 'connection_failed') || isLmError(error, 'connect_timeout')) return undefined;
      if (isLmError(error, 'authentication') || isLmError(error, 'permission_denied')) throw error;
      refused ??= error;
    }
  }
  throw refused;
}

async function showChat(client: LmClient, model: string): Promise<void> {
  console.log(styleText('bold', `\nChat with ${model}`));
  await using stream = client.chatStream({
    model,
    messages: [{ role: 'user', content: 'Say in one sentence what a language model is.' }],
    maxOutputTokens: 200,
  });
  let percent = -1;
  for await (const event of stream) {
    if (event.type === 'model-load-progress' && Math.floor(event.fraction * 10) * 10 > percent) {
      percent = Math.floor(event.fraction * 10) * 10;
      process.stdout.write(styleText('dim', percent === 0 ? 'loading the model: 0%' : ` ${percent}%`));
    }
    if (event.type === 'model-load-end') process.stdout.write('\n');
    if (event.type === 'reasoning-delta') process.stdout.write(styleText('dim', event.text));
    if (event.type === 'reasoning-end') process.stdout.write('\n');
    if (event.type === 'text-delta' || event.type === 'refusal-delta') process.stdout.write(event.text);
  }
  const { finishReason, usage, route } = await stream.response();
  // LM Studio's REST API returns no finish reason.
  const end = finishReason.unified === 'unknown' ? 'done' : finishReason.unified;
  console.log(styleText('dim', `\n(${end}, ${usage?.outputTokens ?? 'unknown'} tokens, route ${route})`));
}

async function showEmbeddings(client: LmClient, model: string): Promise<void> {
  console.log(styleText('bold', `\nCosine similarities, model ${model}`));
  const { embeddings } = await client.embed({ model, input: SENTENCES });
  for (const [index, other] of embeddings.entries()) {
    const [first] = embeddings;
    if (index === 0 || first === undefined) continue;
    console.log(`  ${cosineSimilarity(first, other).toFixed(3)}  "${SENTENCES[0]}" / "${SENTENCES[index]}"`);
  }
}

/** OpenAI-compatible servers do not report the type of a model. Its name usually shows it. */
const isEmbedding = ({ id, type }: ModelInfo): boolean =>
  type === 'embedding' || (type === 'unknown' && /embed/i.test(id));

async function main(): Promise<void> {
  const configured = configFromEnv();
  const found = await findServer(configured);
  await using emulator = found === undefined ? await startEmulator({ delayMs: 15, loadMs: 900 }) : undefined;
  const config: ClientConfig = found ?? { provider: 'lmstudio', ...(emulator && { baseUrl: emulator.url }) };
  console.log(
    found === undefined
      ? `No server responds at ${configured.baseUrl}. An emulator was started at ${config.baseUrl}. Set LM_BASE_URL to use a real one.`
      : `Server: ${config.baseUrl}, provider ${config.provider}`,
  );

  await using client = createClient({ plugins, config });
  const models = await client.models.list();
  console.log(styleText('bold', '\nModels'));
  for (const { id, loaded } of models) console.log(`  ${id}${loaded === true ? styleText('dim', ' (loaded)') : ''}`);

  // With the emulator, the chat uses a model that is not loaded, to show the load progress. A real server need not load another model.
  const chatModels = models.filter((model) => !isEmbedding(model));
  const unloaded = found === undefined ? chatModels.find(({ loaded }) => loaded === false) : undefined;
  const chatModel = config.model ?? (unloaded ?? chatModels.find(({ loaded }) => loaded === true) ?? chatModels[0])?.id;
  if (chatModel === undefined) throw new Error('The server has no model to chat with. Download one, or set LM_MODEL.');
  await showChat(client, chatModel);
  const embedModel = config.embedModel ?? models.find(isEmbedding)?.id;
  if (embedModel === undefined)
    console.log('\nThe server has no embedding model, so embeddings are skipped. Set LM_EMBED_MODEL to name one.');
  else await showEmbeddings(client, embedModel);
}

try {
  await main();
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = 1;
}
