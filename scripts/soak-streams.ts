/* oxlint-disable unicorn/require-post-message-target-origin -- only windows have that argument, worker threads do not */
// Opens thousands of streams, ends half of them midway in every possible way, and counts the resources that are not released:
// `npm run soak [-- --streams 20000]`. Uses the built packages, as an application does, and fails if anything is not released.
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
/** Limit in bytes. A leak of one small object per stream would exceed it. */
const MAX_GROWTH_PER_STREAM = 64;

const { gc } = globalThis;
if (gc === undefined) throw new Error('The garbage collector is not exposed. Run "npm run soak", which exposes it.');

interface Use {
  readonly client: LmClient;
  readonly whole: () => ChatStream;
  readonly held: (signal?: AbortSignal) => ChatStream;
}

const failure = new Error('the consumer failed');

/** Reads a stream up to its first text delta and then calls `exit`. */
async function exitAtFirstText(stream: ChatStream, exit: () => void): Promise<void> {
  for await (const event of stream) if (event.type === 'text-delta') return exit();
}

/** Every way in which a stream can end. In the first six, the server ends it. */
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
  'collect: false': async ({ client }) => {
    const options = { collect: false, signal: shared.signal, headers: { 'x-whole': 'yes' } };
    await client.chatStream({ messages: [{ role: 'user', content: 'Hello' }] }, options).response();
  },
  break: ({ held }) => exitAtFirstText(held(), () => {}),
  throw: ({ held }) =>
    exitAtFirstText(held(), () => {
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
      () => Promise.reject(new Error('An abort must reject the read; the stream was read to its end.')),
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
const requestServer = async <T>(command?: string): Promise<T> => {
  const response = once(worker, 'message');
  if (command !== undefined) worker.postMessage(command);
  return ((await response) as [T])[0];
};
const { port } = await requestServer<{ port: number }>();
const baseUrl = `http://127.0.0.1:${port}`;

/** A signal that all streams share, as in an application that cancels everything at shutdown. */
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
const completeExits = kinds.slice(0, 6);
const midwayExits = kinds.slice(6);
const counts: Record<string, number> = {};

async function run(from: number, to: number): Promise<void> {
  let next = from;
  const one = async (): Promise<void> => {
    while (next < to) {
      const number = next;
      next += 1;
      const half = number % 2 === 0 ? completeExits : midwayExits;
      const round = Math.floor(number / 2);
      const kind = half[round % half.length] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
      const use = uses[Math.floor(round / half.length) % uses.length];
      if (use !== undefined) await EXITS[kind]?.(use);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, one));
}

/** Returns the size of the heap in bytes after garbage collection. */
async function heap(): Promise<number> {
  for (let collection = 0; collection < 5; collection += 1) {
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
// Node's fetch keeps idle connections in its own pool for 4 s.
let sockets = (await requestServer<{ sockets: number }>('sockets')).sockets;
for (let tries = 0; sockets > 0 && tries < 60; tries += 1) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  ({ sockets } = await requestServer<{ sockets: number }>('sockets'));
}
worker.postMessage('close');
await once(worker, 'exit');

const [first = 0, ...later] = heaps;
const growth = (Math.max(...later) - first) / (STREAMS - fifth);
const MB = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 10) / 10;
const report = {
  streams: STREAMS,
  endedMidway: midwayExits.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0),
  seconds: Math.round(seconds * 10) / 10,
  perSecond: Math.round(STREAMS / seconds),
  exits: counts,
  openSockets: sockets,
  listenersOnSharedSignal: listeners,
  unhandledRejections: unhandled,
  heapMBAfterEachFifth: heaps.map(MB),
  heapGrowthBytesPerStream: Math.round(growth),
};
process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${JSON.stringify(report, undefined, 2)}\n`);
const clean = sockets === 0 && listeners === 0 && unhandled === 0 && (STREAMS < 5000 || growth < MAX_GROWTH_PER_STREAM);
// No process.exit(), because the process must end by itself.
process.exitCode = clean ? 0 : 1;
