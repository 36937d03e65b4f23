// Floods of requests, redirects and connections, which the server counts.
import { readStream, send, sendBody, sendStream, type Flood, type FloodClient, type FloodExchange } from './flood.ts';

/** Number of calls to a dead server, and how many run at the same time. */
const CALLS = 1000;
const CONCURRENCY = 50;

/** Retries that the default quota allows: its capacity of 500 tokens, and 5 tokens for each. */
const QUOTA_RETRIES = 100;

async function manyCalls({ chat }: FloodClient): Promise<void> {
  let started = 0;
  let failure: unknown;
  const worker = async (): Promise<void> => {
    while (started < CALLS) {
      started += 1;
      await chat().catch((error: unknown) => (failure = error));
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  throw failure;
}

/** Sends calls that nothing answers until they time out. */
async function timedOut({ chat }: FloodClient): Promise<void> {
  const calls = Array.from({ length: 20 }, () => chat({ timeouts: { connect: 300, firstByte: 300 } }));
  await Promise.allSettled(calls);
  await calls[0];
}

/** Writes a head of the server's choice to the socket. */
function raw({ response }: FloodExchange, ...lines: string[]): void {
  response.socket?.end([...lines, '', ''].join('\r\n'));
}

const redirect = (exchange: FloodExchange): void => {
  exchange.response.writeHead(307, { location: `${exchange.path}?${exchange.number}`, connection: 'close' });
  exchange.response.end();
};

export const CONNECTION_FLOODS: readonly Flood[] = [
  {
    name: '1,000 calls to a dead server',
    config: { retry: { maxRetries: 2, baseDelayMs: 1, maxDelayMs: 5 } },
    cases: {
      'status 503': {
        respond: (exchange) => send(exchange, 503, 'application/json', '{"error":"Down"}'),
        call: manyCalls,
        outcome: ['error'],
        maxRequests: CALLS + QUOTA_RETRIES,
      },
    },
  },
  {
    name: 'redirects without end',
    config: { retry: false },
    cases: {
      'of a POST': { respond: redirect, outcome: ['error'], maxRequests: 6 },
      'of a GET': {
        respond: redirect,
        call: ({ client, options }) => client.models.list(options),
        outcome: ['error'],
        // Some providers read two lists.
        maxRequests: 12,
      },
    },
  },
  {
    name: 'heads',
    config: { retry: false },
    cases: {
      '20,000 headers': {
        respond: (exchange) =>
          raw(exchange, 'HTTP/1.1 200 OK', ...Array.from({ length: 20_000 }, (_, index) => `x-${index}: y`)),
        outcome: ['error'],
        maxRequests: 1,
      },
      'a header of 1 MB': {
        respond: (exchange) => raw(exchange, 'HTTP/1.1 200 OK', `x-large: ${'x'.repeat(1_000_000)}`),
        outcome: ['error'],
        maxRequests: 1,
      },
      '1,000 headers': {
        respond: (exchange) => {
          for (let index = 0; index < 1000; index += 1) exchange.response.setHeader(`x-${index}`, 'y');
          sendBody(exchange, exchange.format.whole('ok'));
        },
        outcome: ['ok', 'error'],
      },
      '1,000 informational responses': {
        respond: (exchange) => {
          for (let index = 0; index < 1000; index += 1) exchange.response.writeContinue();
          sendBody(exchange, exchange.format.whole('ok'));
        },
        outcome: ['ok', 'error'],
      },
    },
  },
  {
    name: 'resumed streams that deliver only comments',
    providers: ['llamacpp'],
    config: { resume: true, retry: { maxRetries: 2, baseDelayMs: 0 } },
    cases: {
      comments: {
        respond: (exchange) => {
          const { request, response, format } = exchange;
          if (request.method === 'DELETE') return send(exchange, 204, 'text/plain', '');
          response.writeHead(200, { 'content-type': format.streamType });
          if (request.method === 'POST') response.write(format.piece('ok'));
          response.write(':', () => response.destroy());
        },
        call: readStream,
        outcome: ['connection_failed', 'stream_truncated'],
        maxRequests: 20,
      },
    },
  },
  {
    name: 'proxies that never answer CONNECT',
    transports: ['undici'],
    deadProxy: true,
    config: { retry: false },
    cases: {
      'timed-out calls': {
        respond: () => undefined,
        call: timedOut,
        outcome: ['connect_timeout', 'first_byte_timeout'],
      },
      'an aborted stream': {
        respond: () => undefined,
        call: async (client) => {
          await readStream(client, { signal: AbortSignal.timeout(200) });
        },
        outcome: ['aborted'],
      },
    },
  },
  {
    name: 'ordinary responses',
    cases: {
      chat: { respond: (exchange) => sendBody(exchange, exchange.format.whole('ok')), outcome: ['ok'], maxRequests: 1 },
      stream: {
        respond: (exchange) => sendStream(exchange, [exchange.format.piece('ok'), exchange.format.end]),
        call: readStream,
        outcome: ['ok'],
        maxRequests: 1,
      },
    },
  },
];
