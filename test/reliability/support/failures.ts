import type { ErrorCode } from '@lmux/core';
import {
  chunk,
  CHUNKED_EVENTS,
  type Exchange,
  LAST_CHUNK,
  rawHead,
  rawResponse,
  UNFRAMED_EVENTS,
} from '@lmux/test-support';
import type { Dialect, Framing } from './dialects.ts';

/** One way for an answer to go. */
export interface Way {
  readonly what: string;
  /** Where only one kind of stream has it. */
  readonly framing?: Framing;
  play(exchange: Exchange, dialect: Dialect): unknown;
}

/** One way for it to go wrong. */
export interface Failure extends Way {
  /** What the error may be called. */
  readonly codes: readonly ErrorCode[];
}

/** A stream that goes wrong after this text. */
export interface BrokenStream extends Failure {
  readonly text: string;
}

/** The ways that a dialect can go. */
export function waysOf<Row extends Pick<Way, 'framing'>>(rows: readonly Row[], { framing }: Dialect): Row[] {
  return rows.filter((row) => row.framing === undefined || row.framing === framing);
}

/** For event streams alone. */
function onlySse<Row extends Way>(row: Row): Row {
  return { ...row, framing: 'sse' };
}

type Bytes = (dialect: Dialect) => string;
type After = (exchange: Exchange) => unknown;

const finish: After = ({ write }) => write(LAST_CHUNK);
const reset: After = ({ socket }) => socket.resetAndDestroy();
const hangUp: After = ({ socket }) => socket.end();

const TRUNCATED = ['stream_truncated', 'connection_failed'] as const;
const SERVER = ['server_error'] as const;

/** A stream of these bytes in one chunk, and what the connection does then. */
function stream(
  what: string,
  codes: readonly ErrorCode[],
  text: string,
  bytes: Bytes,
  after: After = finish,
): BrokenStream {
  return {
    what,
    codes,
    text,
    play(exchange, dialect) {
      exchange.write(CHUNKED_EVENTS + chunk(bytes(dialect)));
      after(exchange);
    },
  };
}

const hel: Bytes = ({ piece }) => piece('Hel');
const helThen =
  (rest: Bytes): Bytes =>
  (dialect) =>
    dialect.piece('Hel') + rest(dialect);

const TRUNCATIONS: readonly BrokenStream[] = [
  onlySse(stream('ends after a head', ['stream_truncated'], '', () => ': hi\n\n')),
  stream('ends after its first piece', ['stream_truncated'], 'Hel', hel),
  stream(
    'ends within an event',
    ['stream_truncated', 'parse_error'],
    'Hel',
    (dialect) => dialect.piece('Hel') + dialect.piece('lo').slice(0, -9),
  ),
  stream(
    'ends within a name',
    ['stream_truncated', 'parse_error'],
    'Hel',
    helThen(({ framing }) => (framing === 'sse' ? 'eve' : '{"mo')),
  ),
  stream('is reset after a piece', TRUNCATED, 'Hel', hel, reset),
  stream('loses its connection within a chunk', TRUNCATED, 'Hel', hel, (exchange) => {
    exchange.write('ff\r\n{"');
    hangUp(exchange);
  }),
  stream('loses its connection between chunks', TRUNCATED, 'Hel', hel, hangUp),
  {
    what: 'ends with a connection that nobody counted the bytes of',
    codes: ['stream_truncated'],
    text: 'Hel',
    play: ({ socket }, { piece }) => socket.end(UNFRAMED_EVENTS + piece('Hel')),
  },
  {
    what: 'is shorter than its length says',
    codes: TRUNCATED,
    text: 'Hel',
    play: ({ socket }, { piece }) =>
      socket.end(rawHead(200, { 'content-type': 'text/event-stream', 'content-length': '9999' }) + piece('Hel')),
  },
  { what: 'has no bytes at all', codes: ['stream_truncated'], text: '', play: ({ write }) => write(rawResponse('')) },
  {
    what: 'has nothing but blank lines',
    codes: ['stream_truncated'],
    text: '',
    play: ({ write }) => write(CHUNKED_EVENTS + chunk('\n\n\r\n\r\n') + LAST_CHUNK),
  },
];

/** Something that ends a stream wherever it comes. */
export interface FatalEvent extends Pick<Way, 'framing'> {
  readonly what: string;
  readonly bytes: Bytes;
}

function fatal(what: string, json: string): FatalEvent {
  return { what, bytes: ({ event }) => event(json) };
}

function fatalSse(what: string, bytes: string): FatalEvent {
  return { what, bytes: () => bytes, framing: 'sse' };
}

export const FATAL_EVENTS: readonly FatalEvent[] = [
  fatal('an error object', '{"error":{"message":"boom","type":"server_error"}}'),
  fatal('an error that is a text', '{"error":"boom"}'),
  fatal('a flat error', '{"object":"error","message":"boom","code":500}'),
  fatal('a list with an error', '[{"error":{"message":"boom"}}]'),
  fatalSse('a line that begins with error', 'error: {"message":"boom"}\n\n'),
  fatalSse(
    'an error within a choice',
    'data: {"choices":[{"index":0,"error":{"message":"boom"},"finish_reason":"error"}]}\n\n',
  ),
  fatal('broken JSON', '{"a'),
];

/** All forms in which servers tell of an error within a stream. */
const ERROR_FORMS: readonly FatalEvent[] = [
  ...FATAL_EVENTS.filter(({ what }) => what !== 'broken JSON'),
  fatalSse('an event called error', 'event: error\ndata: {"type":"error","error":{"message":"boom"}}\n\n'),
  fatalSse('an event called error that is a text', 'event: error\ndata: boom\n\n'),
  { what: 'a bare error', bytes: () => '{"error":{"message":"boom"}}\n\n' },
];

const ERRORS: readonly BrokenStream[] = [
  ...ERROR_FORMS.flatMap(({ what, bytes, framing }) => [
    { ...stream(`has ${what}`, [...SERVER, 'stream_truncated'], 'Hel', helThen(bytes)), ...(framing && { framing }) },
    { ...stream(`has ${what} first`, [...SERVER, 'stream_truncated'], '', bytes), ...(framing && { framing }) },
  ]),
  stream(
    'has broken JSON',
    ['parse_error'],
    'Hel',
    helThen(({ event }) => event('{"a')),
  ),
  stream(
    'has a number for an event',
    ['unexpected_response', 'stream_truncated'],
    'Hel',
    helThen(({ event }) => event('5')),
  ),
  {
    what: 'is an HTML page',
    codes: ['unexpected_response'],
    text: '',
    play: ({ write }) =>
      write(rawResponse('<!doctype html><title>Sign in</title>', 200, { 'content-type': 'text/html' })),
  },
  {
    what: 'is JSON of something else',
    codes: ['unexpected_response'],
    text: '',
    play: ({ write }) => write(rawResponse('{"status":"ok"}')),
  },
  {
    what: 'is an error with status 200',
    codes: SERVER,
    text: '',
    play: ({ write }) => write(rawResponse('{"error":{"message":"boom"}}')),
  },
  {
    what: 'is refused by a proxy’s page',
    codes: ['server_error', 'overloaded'],
    text: '',
    play: ({ write }) =>
      write(
        rawResponse('<html><title>500 Oops</title></html>', 500, { 'content-type': 'text/html', connection: 'close' }),
      ),
  },
];

/** Streams that must end in an error, whatever the route. */
export const BROKEN_STREAMS: readonly BrokenStream[] = [...TRUNCATIONS, ...ERRORS];

/** A stream of these bytes, whose reply is "Hello". */
function good(what: string, bytes: Bytes, after: After = finish): Way {
  return {
    what,
    play(exchange, dialect) {
      exchange.write(CHUNKED_EVENTS + chunk(bytes(dialect)));
      after(exchange);
    },
  };
}

const hello: Bytes = ({ piece, end }) => piece('Hel') + piece('lo') + end('Hello');

/** Streams that are whole, though they do not look like the documentation's. */
export const GOOD_STREAMS: readonly Way[] = [
  good('is as it should be', hello),
  good('ends with its end mark, though the connection stays open', hello, () => {}),
  good('ends with its end mark before the connection is reset', hello, () => {}),
  good(
    'goes on behind its end mark',
    (dialect) => `${hello(dialect)}data: {"error":"late"}\n\n{]\n\nerror: late\n\n${dialect.piece('!')}`,
  ),
  good('lacks the blank line behind its last event', ({ piece, last }) => piece('Hello') + last('Hello').trimEnd()),
  good(
    'lacks one of two line breaks behind its last event',
    ({ piece, last }) => piece('Hello') + last('Hello').slice(0, -1),
  ),
  onlySse(
    good(
      'has comments before, between and after',
      (dialect) =>
        `: hi\n\n:\n${dialect.piece('Hel')}: still here\n\n: and\n: on\n${dialect.piece('lo')}:\n\n${dialect.end('Hello')}: bye\n\n`,
    ),
  ),
  good(
    'has blank lines before, between and after',
    ({ piece, end }) => `\n\n\r\n${piece('Hel')}\n\n\n${piece('lo')}\n${end('Hello')}\n\n`,
  ),
  onlySse(
    good(
      'has pings',
      ({ piece, end }) =>
        `event: ping\ndata: {}\n\n${piece('Hel')}event: ping\n\n${piece('lo')}event: ping\ndata: {}\n\n${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'has ids and retry times',
      ({ piece, end }) => `retry: 3000\nid: 7\n\nid: 8\n${piece('Hello')}${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'has fields and lines that nobody knows',
      ({ piece, end }) => `${piece('Hel')}foo: bar\nwhatever\n\n${piece('lo')}${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'has events without data, and empty data',
      ({ piece, end }) => `${piece('Hel')}data:\n\ndata: \n\nevent: x\n\n${piece('lo')}${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'has comments that a proxy took for data',
      ({ piece, end }) => `data: : OPENROUTER PROCESSING\n\n${piece('Hello')}${end('Hello')}`,
    ),
  ),
  good('begins with a byte order mark', (dialect) => `\uFEFF${hello(dialect)}`),
  onlySse(
    good('has no space behind its colons', (dialect) =>
      hello(dialect).replaceAll('data: ', 'data:').replaceAll('event: ', 'event:'),
    ),
  ),
  good('ends its lines with CR LF', (dialect) => hello(dialect).replaceAll('\n', '\r\n')),
  onlySse(good('ends its lines with CR', (dialect) => hello(dialect).replaceAll('\n', '\r'))),
  {
    what: 'comes byte by byte',
    play: (exchange, dialect) =>
      exchange.write(CHUNKED_EVENTS + [...hello(dialect)].map((letter) => chunk(letter)).join('') + LAST_CHUNK),
  },
  {
    what: 'claims to be JSON',
    play: ({ socket }, dialect) =>
      socket.end(rawHead(200, { 'content-type': 'application/json', connection: 'close' }) + hello(dialect)),
  },
  {
    what: 'has no content type',
    play: ({ socket }, dialect) => socket.end(rawHead(200, { connection: 'close' }) + hello(dialect)),
  },
  { what: 'is one whole reply in JSON', play: ({ write }, { whole }) => write(rawResponse(whole('Hello'))) },
];

/** Bodies that must end in an error. */
export const BROKEN_BODIES: readonly Failure[] = [
  {
    what: 'is shorter than its length says',
    codes: ['connection_failed'],
    play: ({ socket }, { whole }) =>
      socket.end(rawHead(200, { 'content-type': 'application/json', 'content-length': '9999' }) + whole('Hello')),
  },
  {
    what: 'loses its connection between chunks',
    codes: ['connection_failed'],
    play: ({ socket }, { whole }) => socket.end(CHUNKED_EVENTS + chunk(whole('Hello').slice(0, 20))),
  },
  {
    what: 'is reset midway',
    codes: ['connection_failed'],
    play: ({ socket }) => {
      socket.write(rawHead(200, { 'content-length': '9999' }) + '{"half":');
      socket.resetAndDestroy();
    },
  },
  {
    what: 'ends midway with a connection that nobody counted the bytes of',
    codes: ['parse_error', 'unexpected_response'],
    play: ({ socket }, { whole }) => socket.end(rawHead(200, { connection: 'close' }) + whole('Hello').slice(0, -3)),
  },
  { what: 'is empty', codes: ['parse_error', 'unexpected_response'], play: ({ write }) => write(rawResponse('')) },
  {
    what: 'is no JSON',
    codes: ['parse_error', 'unexpected_response'],
    play: ({ write }) => write(rawResponse('oops')),
  },
  {
    what: 'is an HTML page',
    codes: ['unexpected_response'],
    play: ({ write }) =>
      write(rawResponse('<html><title>Sign in</title></html>', 200, { 'content-type': 'text/html' })),
  },
  { what: 'is an error', codes: SERVER, play: ({ write }) => write(rawResponse('{"error":{"message":"boom"}}')) },
  {
    what: 'is JSON of something else',
    codes: ['unexpected_response'],
    play: ({ write }) => write(rawResponse('{"a":1}')),
  },
  { what: 'is null', codes: ['unexpected_response'], play: ({ write }) => write(rawResponse('null')) },
  { what: 'is a list', codes: ['unexpected_response'], play: ({ write }) => write(rawResponse('[1,2]')) },
  { what: 'speaks no HTTP', codes: ['connection_failed'], play: ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.9\r\n') },
  { what: 'never begins, and hangs up', codes: ['connection_failed'], play: ({ socket }) => socket.end() },
];
