// Floods in which the server responds with an error, or with text in which a search could be quadratic.
import { gzipSync } from 'node:zlib';
import { MB, readStream, send, sendBody, sendStream, type Flood, type FloodCase } from './flood.ts';

const errorJson = (message: string, rest = ''): string =>
  `{"error":{"message":${JSON.stringify(message)},"type":"error"${rest}}}`;

/** Texts in which expressions for blanks, tags, keys and delays find a beginning at every position. */
const TEXTS: Readonly<Record<string, string>> = {
  'U+3000': '\u3000',
  blanks: ' ',
  tabs: '\t',
  'line feeds': '\n',
  '<': '<',
  '<a ': '<a ',
  '=': '=',
  'a=': 'a=',
  '"': '"',
  backslashes: '\\',
  escapes: '\\u00f6',
  'sk-': 'sk-',
  'Bearer ': 'Bearer ',
  'key: ': 'api_key: ',
  bullets: '\u2022',
  asterisks: '*',
  dots: '.',
  x: 'x',
  digits: '0',
  base64: 'YWJj',
  '[': '[',
  '{"a":': '{"a":',
  'try again in ': 'try again in ',
  'http://': 'http://',
  '@': 'a@',
};

function eachText(
  outcome: readonly string[],
  make: (text: string) => Omit<FloodCase, 'outcome'>,
): Record<string, FloodCase> {
  return Object.fromEntries(
    Object.entries(TEXTS).map(([name, part]) => {
      const text = `${part.repeat(Math.ceil(MB / part.length))}!`;
      return [name, { ...make(text), outcome }];
    }),
  );
}

function* pieces(text: string, size: number): Generator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

/** The provider for llama-server decodes errors as that for `openai` does. */
const DECODERS = ['openai', 'lmstudio', 'ollama'] as const;

const anError = ['error'] as const;
const RETRIES = { retry: { maxRetries: 2, baseDelayMs: 1 } } as const;
const ok = (exchange: Parameters<FloodCase['respond']>[0]): void => sendBody(exchange, exchange.format.whole('ok'));

export const ERROR_FLOODS: readonly Flood[] = [
  {
    name: 'errors after an image of 20 MB, with retries',
    imageBytes: 20 * MB,
    config: RETRIES,
    cases: {
      'status 429': {
        respond: (exchange) =>
          send(exchange, 429, 'application/json', errorJson('Slow down.'), { 'retry-after-ms': '1' }),
        reference: ok,
        outcome: ['rate_limited'],
        maxRequests: 3,
      },
      'status 400 that quotes the request': {
        respond: (exchange) =>
          send(exchange, 400, 'application/json', errorJson(`Invalid image ${'YWJj'.repeat(500)} in "Hello"`)),
        reference: ok,
        outcome: ['invalid_request', 'capability_unsupported'],
        maxRequests: 1,
      },
    },
  },
  {
    name: 'error bodies of 1 MB as text',
    providers: DECODERS,
    config: { retry: false },
    cases: eachText(['server_error'], (text) => ({ respond: (exchange) => send(exchange, 500, 'text/plain', text) })),
  },
  {
    name: 'error messages of 60 KB as JSON',
    providers: DECODERS,
    config: { retry: false },
    cases: eachText(anError, (text) => ({
      respond: (exchange) =>
        send(
          exchange,
          500,
          'application/json',
          errorJson(text.slice(0, 30_000), `,"code":${JSON.stringify(text.slice(0, 9000))}`),
        ),
    })),
  },
  {
    name: 'error messages of 1 MB in a stream',
    providers: DECODERS,
    config: { retry: false },
    cases: eachText(anError, (text) => ({
      respond: (exchange) => sendStream(exchange, [exchange.format.piece('a'), exchange.format.item(errorJson(text))]),
      call: readStream,
    })),
  },
  {
    name: 'text of 1 MB instead of JSON',
    providers: DECODERS,
    config: { retry: false },
    cases: eachText(anError, (text) => ({ respond: (exchange) => send(exchange, 200, 'text/html', text) })),
  },
  {
    name: 'text of 1 MB instead of the JSON of an event',
    providers: DECODERS,
    config: { retry: false },
    cases: eachText(anError, (text) => ({
      respond: (exchange) => sendStream(exchange, [exchange.format.piece('a'), exchange.format.item(text)]),
      call: readStream,
    })),
  },
  {
    name: 'text of 1 MB instead of a stream',
    providers: DECODERS,
    config: { retry: false },
    cases: eachText(['ok', 'error'], (text) => ({
      // In pieces, because a decoder may look for the form of the body at each read.
      respond: (exchange) => sendStream(exchange, pieces(text, 16_384)),
      call: readStream,
    })),
  },
  {
    name: 'large error bodies',
    config: { retry: false },
    cases: {
      '20 MB': {
        respond: (exchange) => send(exchange, 500, 'text/plain', 'x'.repeat(20 * MB)),
        outcome: ['server_error'],
      },
      'compressed, 200 MB': {
        respond: (exchange) => send(exchange, 500, 'text/plain', bomb(), { 'content-encoding': 'gzip' }),
        outcome: ['server_error'],
      },
    },
  },
];

let packed: Buffer | undefined;

/** Returns 200 MB of zeros, compressed. */
function bomb(): Buffer {
  packed ??= gzipSync(Buffer.alloc(200 * MB), { level: 1 });
  return packed;
}
