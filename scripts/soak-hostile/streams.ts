// Floods of streams: lines that are no events, text that never ends, and responses that never arrive.
import { setTimeout as delay } from 'node:timers/promises';
import {
  MB,
  readStream,
  repeated,
  sendStream,
  type Flood,
  type FloodCase,
  type FloodClient,
  type FloodExchange,
} from './flood.ts';

/** Lines without an event. Those of newline-delimited JSON are blank. */
const JUNK: Readonly<Record<string, string>> = {
  'lines that are no fields': 'x\n',
  'blank lines': '\n',
  'CR LF': '\r\n',
  comments: ':\n',
  'empty data': 'data\n',
  'empty events': 'data:\n\n',
  'event names': 'event: a\n',
  ids: 'id: 1\n\n',
  'retry fields': 'retry: 1\n\n',
  'lines like errors': 'error\n',
};

/** Returns a block of about 64 KB, because the cost of a write must not hide the cost of a line. */
const block = (line: string): Buffer => Buffer.from(line.repeat(Math.ceil(65_536 / line.length)));

function* framed({ format, path }: FloodExchange, line: string, bytes: number): Generator<string | Buffer> {
  yield format.piece('ok');
  yield* repeated(block(path.endsWith('/api/chat') ? '\n' : line), bytes);
  yield format.end;
}

/** Lines without events. Comments of a usual length are the reference, unless their size would take too long. */
function junk(line: string, bytes: number, compared = true): FloodCase {
  return {
    respond: (exchange) => sendStream(exchange, framed(exchange, line, bytes)),
    call: readStream,
    ...(compared && {
      reference: (exchange) => sendStream(exchange, framed(exchange, ': a comment of a usual length\n', bytes)),
    }),
    outcome: ['ok'],
  };
}

function emptyDeltas(bytes: number): FloodCase {
  return {
    respond: (exchange) =>
      sendStream(
        exchange,
        (function* () {
          yield exchange.format.piece('ok');
          yield* repeated(block(exchange.format.piece('')), bytes);
          yield exchange.format.end;
        })(),
      ),
    call: readStream,
    outcome: ['ok'],
  };
}

/** Size of the text that a consumer does not keep. */
const TEXT_BYTES = 400 * MB;

const text: Pick<FloodCase, 'respond' | 'outcome'> = {
  respond: (exchange) =>
    sendStream(
      exchange,
      (function* () {
        yield* repeated(exchange.format.piece('word '.repeat(3277)), TEXT_BYTES);
        yield exchange.format.end;
      })(),
    ),
  outcome: ['ok'],
};

const KEEP_NOTHING = { collect: false } as const;

/** Every way to consume a stream without its response. */
const CONSUMERS: Readonly<Record<string, (client: FloodClient) => Promise<unknown>>> = {
  events: async ({ stream }) => {
    for await (const event of stream(KEEP_NOTHING)) void event;
  },
  'text()': async ({ stream }) => {
    for await (const piece of stream(KEEP_NOTHING).text()) void piece;
  },
  subscribe: ({ stream }) =>
    new Promise<void>((complete, error) => void stream(KEEP_NOTHING).subscribe({ next() {}, error, complete })),
  rx: ({ rxText }) => rxText(KEEP_NOTHING),
};

function consumed(provider: Flood['providers'], name: string): Flood {
  const call = CONSUMERS[name];
  return {
    name: `400 MB of text, ${name} of ${provider?.join() ?? ''}`,
    ...(provider && { providers: provider }),
    config: { retry: false },
    maxGrowthMB: 150,
    cases: { [name]: { ...text, ...(call && { call }) } },
  };
}

/** Sends a piece again and again until the client disconnects. */
async function drip(exchange: FloodExchange, piece: string, everyMs: number): Promise<void> {
  const { response, format } = exchange;
  response.writeHead(200, { 'content-type': format.streamType, connection: 'close' });
  response.write(format.piece('ok'));
  while (!response.destroyed) {
    response.write(piece);
    await delay(everyMs);
  }
}

/** Calls that wait at the same time, each for a body that is announced and not sent. */
const ANNOUNCED = 100;

async function announced({ client, options }: FloodClient): Promise<void> {
  const stop = new AbortController();
  const calls = Array.from({ length: ANNOUNCED }, () =>
    client.chat({ messages: [{ role: 'user', content: 'Hello' }] }, { ...options, signal: stop.signal }),
  );
  const settled = Promise.allSettled(calls);
  // All heads have arrived after this time. On a slow machine, fewer calls hold a buffer.
  await delay(1500);
  stop.abort();
  await settled;
  await calls[0];
}

export const STREAM_FLOODS: readonly Flood[] = [
  {
    name: '1 MB of lines without events',
    config: { retry: false },
    cases: {
      ...Object.fromEntries(Object.entries(JUNK).map(([name, line]) => [name, junk(line, MB)])),
      'empty deltas': emptyDeltas(MB),
    },
  },
  {
    name: '20 MB of lines without events',
    providers: ['openai', 'ollama'],
    config: { retry: false },
    cases: {
      'lines that are no fields': junk('x y\n', 20 * MB),
      comments: junk(':\n', 20 * MB, false),
      'empty deltas': emptyDeltas(20 * MB),
    },
  },
  consumed(['openai'], 'events'),
  consumed(['lmstudio'], 'text()'),
  consumed(['ollama'], 'subscribe'),
  consumed(['llamacpp'], 'rx'),
  {
    name: 'a stream above maxStreamBytes',
    config: { retry: false, limits: { maxStreamBytes: 2 * MB } },
    cases: {
      text: {
        respond: (exchange) => sendStream(exchange, repeated(exchange.format.piece('x'.repeat(1000)), 100 * MB)),
        call: readStream,
        outcome: ['limit_exceeded'],
      },
      comments: {
        respond: (exchange) => sendStream(exchange, repeated(exchange.format.comment.repeat(1000), 100 * MB)),
        call: readStream,
        outcome: ['limit_exceeded'],
      },
    },
  },
  {
    name: 'slow drips',
    config: { retry: false },
    cases: {
      comments: {
        respond: (exchange) => drip(exchange, exchange.format.comment, 20),
        call: (client) => readStream(client, { timeouts: { eventIdle: 300 } }),
        outcome: ['idle_timeout'],
      },
      text: {
        respond: (exchange) => drip(exchange, exchange.format.piece('x'), 20),
        call: (client) => readStream(client, { timeouts: { total: 500 } }),
        outcome: ['total_timeout'],
      },
    },
  },
  {
    name: '100 bodies of 64 MB, announced and not sent',
    config: { retry: false },
    maxGrowthMB: 150,
    cases: {
      announced: {
        respond: ({ response }) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': 64 * 1024 * 1024 });
          response.write('{');
        },
        call: announced,
        outcome: ['aborted'],
      },
    },
  },
];
