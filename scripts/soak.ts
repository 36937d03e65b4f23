/* oxlint-disable unicorn/require-post-message-target-origin -- that is an argument of windows, not of threads */
// Thousands of streams, half of them left midway by every exit there is; then counts what is left behind. `npm run soak [-- --streams 20000]`.
// Runs on the built packages, as an application would; fails when anything is left.
import { getEventListeners, once } from 'node:events';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createClient, FetchTransport, UndiciTransport, type ChatStream, type LmClient } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';
import { openai } from '@lmux/provider-openai';
import { rx } from '@lmux/rx';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '20000' },
    concurrency: { type: 'string', default: '32' },
    json: { type: 'boolean', default: false },
  },
});
const STREAMS = Number(values.streams);
const CONCURRENCY = Number(values.concurrency);
/** A leak of one small object a stream would be more. */
const MAX_GROWTH_PER_STREAM = 64;

const { gc } = globalThis;
if (gc === undefined) throw new Error('Run it by "npm run soak", which exposes the garbage collector.');

interface Use {
  readonly client: LmClient;
  readonly whole: () => ChatStream;
  readonly held: (signal?: AbortSignal) => ChatStream;
}

const failure = new Error('the consumer failed');

/** Leaves a stream at its first text. */
async function leave(stream: ChatStream, how: () => void): Promise<void> {
  for await (const event of stream) if (event.type === 'text-delta') return how();
}

/** Every way in which a stream can end or be left; those of the server's own accord first. */
const EXITS: Readonly<Record<string, (use: Use) => Promise<unknown>>> = {
  'read to its end': async ({ whole }) => {
    for await (const event of whole()) void event;
  },
  'response()': ({ whole }) => whole().response(),
  'text()': async ({ whole }) => {
    for await (const text of whole().text()) void text;
  },
  'web stream': async ({ whole }) => {
    for await (const event of whole().toReadableStream()) void event;
  },
  'subscribe, complete': ({ whole }) =>
    new Promise<void>((complete, error) => void whole().subscribe({ next() {}, error, complete })),
  break: ({ held }) => leave(held(), () => {}),
  throw: ({ held }) =>
    leave(held(), () => {
      throw failure;
    }).catch((error: unknown) => {
      if (error !== failure) throw error;
    }),
  abort: async ({ held }) => {
    const controller = new AbortController();
    const stream = held(controller.signal);
    const aborted = (async () => {
      for await (const event of stream) if (event.type === 'text-delta') controller.abort();
    })();
    await aborted.then(
      () => Promise.reject(new Error('an abort was not told')),
      (error: { code?: string }) => (error.code === 'aborted' ? undefined : Promise.reject(error as Error)),
    );
  },
  'cancel of a web stream': async ({ held }) => {
    const reader = held().toReadableStream().getReader();
    await reader.read();
    await reader.cancel();
  },
  unsubscribe: ({ client }) =>
    new Promise<void>((resolve, reject) => {
      const tokens = rx(client).tokens({ messages: [{ role: 'user', content: 'x' }] });
      const subscription = tokens.subscribe({
        next: () => {
          subscription.unsubscribe();
          resolve();
        },
        error: reject,
      });
    }),
  'close, never iterated': ({ held }) => held().close(),
};

let unhandled = 0;
process.on('unhandledRejection', () => (unhandled += 1));

const worker = new Worker(new URL('soak-server.ts', import.meta.url));
const ask = async <T>(question?: string): Promise<T> => {
  const answer = once(worker, 'message');
  if (question !== undefined) worker.postMessage(question);
  return ((await answer) as [T])[0];
};
const { port } = await ask<{ port: number }>();
const baseUrl = `http://127.0.0.1:${port}`;

/** One signal for all streams: what an application that shuts down as a whole has. */
const shared = new AbortController();
const clients = [openai, lmstudio].flatMap((plugin) =>
  [new UndiciTransport(), new FetchTransport()].map((transport) => {
    const config = { provider: plugin.id, baseUrl, model: 'm' };
    const client: LmClient = createClient({ plugins: [plugin], config, transport });
    return { transport, client };
  }),
);
const uses = clients.map(({ client }): Use => {
  const request = { messages: [{ role: 'user', content: 'Hello' }] } as const;
  return {
    client,
    whole: () => client.chatStream(request, { signal: shared.signal, headers: { 'x-whole': 'yes' } }),
    held: (signal = shared.signal) => client.chatStream(request, { signal }),
  };
});

const kinds = Object.keys(EXITS);
const whole = kinds.slice(0, 5);
const left = kinds.slice(5);
const counts: Record<string, number> = {};

async function run(from: number, to: number): Promise<void> {
  let next = from;
  const one = async (): Promise<void> => {
    while (next < to) {
      const number = next;
      next += 1;
      const half = number % 2 === 0 ? whole : left;
      const turn = Math.floor(number / 2);
      const kind = half[turn % half.length] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
      const use = uses[Math.floor(turn / half.length) % uses.length];
      if (use !== undefined) await EXITS[kind]?.(use);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
}

/** Bytes of the heap once everything that can go is gone. */
async function heap(): Promise<number> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    gc?.();
  }
  return process.memoryUsage().heapUsed;
}

const started = performance.now();
const fifth = Math.floor(STREAMS / 5);
await run(0, fifth);
const heaps = [await heap()];
for (let part = 1; part < 5; part += 1) {
  await run(part * fifth, part === 4 ? STREAMS : (part + 1) * fifth);
  heaps.push(await heap());
}
const seconds = (performance.now() - started) / 1000;
const listeners = getEventListeners(shared.signal, 'abort').length;
for (const { client, transport } of clients) {
  await client.close();
  await transport.close();
}
// Node's fetch keeps idle connections in a pool of its own, for 4 s.
let sockets = (await ask<{ sockets: number }>('sockets')).sockets;
for (let tries = 0; sockets > 0 && tries < 60; tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  ({ sockets } = await ask<{ sockets: number }>('sockets'));
}
worker.postMessage('close');
await once(worker, 'exit');

const [first = 0, ...later] = heaps;
const growth = (Math.max(...later) - first) / (STREAMS - fifth);
const MB = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10;
const report = {
  streams: STREAMS,
  leftMidway: left.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0),
  seconds: Math.round(seconds * 10) / 10,
  perSecond: Math.round(STREAMS / seconds),
  exits: counts,
  socketsLeft: sockets,
  listenersOnSharedSignal: listeners,
  unhandledRejections: unhandled,
  heapMBAfterEachFifth: heaps.map(MB),
  heapGrowthBytesPerStream: Math.round(growth),
};
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, undefined, 2)}\n`);
const clean = sockets === 0 && listeners === 0 && unhandled === 0 && (STREAMS < 5000 || growth < MAX_GROWTH_PER_STREAM);
// No process.exit: that the process ends by itself is part of the promise.
process.exitCode = clean ? 0 : 1;
