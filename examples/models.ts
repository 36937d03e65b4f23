// Shows the models of a server. Loads one with a progress bar, shows what it supports, chats and unloads it. Ctrl-C cancels.
// LM_PROVIDER, LM_BASE_URL and LM_API_KEY choose the server, LM_MODEL the model, and LM_DOWNLOAD a model to download first.
import { configFromEnv, createClient, isLmError, type LmClient, type LoadProgress } from '@lmux/core';
import { Presets, SingleBar } from 'cli-progress';
import { plugins } from './plugins.ts';

const progressBar = (format: string): SingleBar =>
  new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 200 }, Presets.shades_classic);

async function download(client: LmClient, model: string, signal: AbortSignal): Promise<void> {
  const job = await client.models.download({ model }, { signal });
  const bar = progressBar(`downloading ${model} {bar} {percentage}% {speed} MB/s, {eta_seconds} s left`);
  bar.start(100, 0, { speed: '?', eta_seconds: '?' });
  try {
    for await (const step of client.models.watchDownload(job, { signal, intervalMs: 250 })) {
      const { fraction = 0, bytesPerSecond, totalBytes = 0 } = step;
      const eta = bytesPerSecond === undefined ? '?' : Math.ceil((totalBytes * (1 - fraction)) / bytesPerSecond);
      bar.update(Math.floor(fraction * 100), { speed: ((bytesPerSecond ?? 0) / 1e6).toFixed(1), eta_seconds: eta });
    }
  } finally {
    bar.stop();
  }
}

/** Loads the model if needed, describes it and chats. LM Studio reports load progress in the chat stream, others only for a load. */
async function chatWithLoad(client: LmClient, model: string, signal: AbortSignal): Promise<void> {
  const bar = progressBar(`loading ${model} {bar} {percentage}%`);
  if (!client.supports('loadProgress')) {
    bar.start(100, 0);
    const onProgress = ({ fraction }: LoadProgress): void => bar.update(Math.floor(fraction * 100));
    const loading = client.models.ensureLoaded({ model }, { signal, onProgress });
    await loading.then(() => bar.update(100)).finally(() => bar.stop());
  }
  console.table((await client.models.describe(model, { signal })).features, ['value', 'source']);
  const messages = [{ role: 'user', content: 'Say hello.' }] as const;
  for await (const event of client.chatStream({ model, messages, maxOutputTokens: 60 }, { signal })) {
    if (event.type === 'model-load-start') bar.start(100, 0);
    if (event.type === 'model-load-progress') bar.update(Math.floor(event.fraction * 100));
    if (event.type === 'model-load-end') bar.stop();
    if (event.type === 'text-delta') process.stdout.write(event.text);
  }
}

const stop = new AbortController();
const { signal } = stop;
process.once('SIGINT', () => stop.abort(new Error('interrupted')));
try {
  await using client = createClient({ plugins, config: configFromEnv() });
  if (process.env['LM_DOWNLOAD']) await download(client, process.env['LM_DOWNLOAD'], signal);
  const models = await client.models.list({ signal });
  console.table(models, ['id', 'type', 'loaded', 'sizeBytes']);
  const model = process.env['LM_MODEL'] || models.find(({ type, loaded }) => type === 'llm' && !loaded)?.id;
  if (model === undefined) throw new Error('Every model is already loaded. Set LM_MODEL to choose one.');
  const ranBefore = await client.models.isRunning(model, { signal });
  await chatWithLoad(client, model, signal);
  console.log(ranBefore ? '' : `\nunloaded: ${(await client.models.unloadAll(model, { signal })).instanceIds.join()}`);
} catch (error) {
  console.error(isLmError(error) ? `${error.code}: ${error.message}` : error);
  process.exitCode = isLmError(error, 'aborted') ? 130 : 1;
}
