// The client of one flood over one transport, in a process of its own: `node client.ts <JSON of ClientTask>`. It sends a
// message before and after each case, and must end by itself when the parent disconnects.
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type * as Core from '@lmux/core';
import type { CallOptions, LmClient, ProviderPlugin } from '@lmux/core';
import type * as Rx from '@lmux/rx';
import type { Flood, FloodCase, FloodClient, ProviderName } from './flood.ts';
import { FLOODS } from './floods.ts';

/** What the parent asks for. */
export interface ClientTask {
  readonly flood: string;
  readonly transport: 'undici' | 'fetch';
  readonly url: string;
  readonly proxyUrl: string | undefined;
  /** A checkout whose built packages are tested instead of those of this one. */
  readonly root: string | undefined;
}

/** What the client tells the parent. */
export type ClientMessage =
  | { readonly kind: 'case'; readonly key: string }
  | ({ readonly kind: 'result'; readonly key: string } & CaseResult)
  /** All calls have ended, and the client is not closed yet. It waits for a message of the parent. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'done'; readonly growthMB: number };

/** The measurements of one case. */
export interface CaseResult {
  readonly outcome: string;
  /** The most CPU time in one turn of the event loop. Unlike the time of the wall clock, it is the same on a busy machine. */
  readonly blockedMs: number;
  readonly cpuMs: number;
  /** CPU time of a success of the same size. */
  readonly referenceMs: number | undefined;
}

const ALL: readonly ProviderName[] = ['openai', 'lmstudio', 'ollama', 'llamacpp'];
const task = JSON.parse(process.argv[2] ?? '{}') as ClientTask;
const tell = (message: ClientMessage): void => void process.send?.(message);
const MiB = 1024 * 1024;

const load = <T>(name: string): Promise<T> =>
  import(
    task.root === undefined
      ? `@lmux/${name}`
      : pathToFileURL(join(task.root, 'packages', name, 'dist', 'index.js')).href
  ) as Promise<T>;

const core = await load<typeof Core>('core');
const { rx } = await load<typeof Rx>('rx');

function createTransport() {
  if (task.transport === 'fetch') return new core.FetchTransport();
  return new core.UndiciTransport(task.proxyUrl === undefined ? {} : { proxy: { url: task.proxyUrl } });
}

async function openClient(flood: Flood, provider: ProviderName) {
  const plugins = await load<Record<string, ProviderPlugin>>(`provider-${provider}`);
  const plugin = plugins[provider];
  if (plugin === undefined) throw new Error(`The package of ${provider} must export its plugin.`);
  const transport = createTransport();
  // A lookup of the model before a chat with an image would count as a request of the case.
  const config = { provider, baseUrl: task.url, model: 'm', modelCapabilities: 'off', ...flood.config } as const;
  const client: LmClient = core.createClient({ plugins: [plugin], config, transport });
  return { client, transport };
}

/** A client whose calls name the case to the server. */
function floodClient(client: LmClient, provider: ProviderName, key: string, image: string | undefined): FloodClient {
  const options: CallOptions = { headers: { 'x-case': encodeURIComponent(key) } };
  const content =
    image === undefined ? 'Hello' : [{ type: 'text', text: 'Hello' } as const, { type: 'image', image } as const];
  const request = { messages: [{ role: 'user', content }] } as const;
  return {
    client,
    provider,
    options,
    chat: async (extra) => (await client.chat(request, { ...options, ...extra })).text,
    stream: (extra) => client.chatStream(request, { ...options, ...extra }),
    rxText: (extra) =>
      new Promise((complete, error) => {
        rx(client)
          .tokens(request, { ...options, ...extra })
          .subscribe({ error, complete });
      }),
  };
}

async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    if (core.isLmError(error))
      return error.message.length > 8192
        ? `${error.code} with a message of ${error.message.length} characters`
        : error.code;
    return `a defect: ${String(error).slice(0, 200)}`;
  }
}

/** Returns the CPU time of this thread in ms. That of the process includes garbage collection in other threads. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Runs a call and measures its CPU time, in all and in the longest turn of the event loop. */
async function measure(call: () => Promise<unknown>): Promise<{ outcome: string; blockedMs: number; cpuMs: number }> {
  await delay(1);
  let blockedMs = 0;
  let last = threadMs();
  const tick = (): void => {
    const now = threadMs();
    blockedMs = Math.max(blockedMs, now - last);
    last = now;
  };
  const ticks = setInterval(tick, 1);
  const before = process.cpuUsage();
  const outcome = await outcomeOf(call);
  const { user, system } = process.cpuUsage(before);
  tick();
  clearInterval(ticks);
  return { outcome, blockedMs: Math.round(blockedMs), cpuMs: Math.round((user + system) / 1000) };
}

async function runCase(
  client: LmClient,
  provider: ProviderName,
  name: string,
  one: FloodCase,
  image: string | undefined,
) {
  const call = one.call ?? (({ chat }: FloodClient) => chat());
  const key = (part: string): string => [provider, name, part].join('\n');
  tell({ kind: 'case', key: key('case') });
  const reference =
    one.reference && (await measure(() => call(floodClient(client, provider, key('reference'), image))));
  const result = await measure(() => call(floodClient(client, provider, key('case'), image)));
  tell({ kind: 'result', key: key('case'), ...result, referenceMs: reference?.cpuMs });
}

const flood = FLOODS.find(({ name }) => name === task.flood);
if (flood === undefined) throw new Error(`There is no flood "${task.flood}".`);
/** Returns a data URL of bytes that do not repeat, as those of a compressed image. */
function createImage(bytes: number): string {
  const pixels = new Uint32Array(Math.ceil((bytes * 0.75) / 4));
  let state = 1;
  for (let index = 0; index < pixels.length; index += 1) {
    // https://en.wikipedia.org/wiki/Xorshift
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    pixels[index] = state;
  }
  return `data:image/png;base64,${Buffer.from(pixels.buffer).toString('base64')}`;
}

const image = flood.imageBytes === undefined ? undefined : createImage(flood.imageBytes);
const opened = await Promise.all(
  (flood.providers ?? ALL).map(async (provider) => ({ provider, ...(await openClient(flood, provider)) })),
);
globalThis.gc?.();
const { rss, external } = process.memoryUsage();
// A buffer that nobody has written to is not part of the resident memory, but the next byte may make it so.
let mostExternal = external;
const sampler = setInterval(() => {
  mostExternal = Math.max(mostExternal, process.memoryUsage().external);
}, 50);
for (const { provider, client } of opened) {
  for (const [name, one] of Object.entries(flood.cases)) await runCase(client, provider, name, one, image);
}
tell({ kind: 'settled' });
await once(process, 'message');
for (const { client, transport } of opened) {
  await client.close();
  await transport.close();
}
clearInterval(sampler);
// The peak of the operating system also contains what was released between two samples.
const growth = Math.max(process.resourceUsage().maxRSS * 1024 - rss, mostExternal - external);
tell({ kind: 'done', growthMB: Math.round(growth / MiB) });
