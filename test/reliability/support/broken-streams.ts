import type { ErrorCode } from '@lmux/core';
import { chunk, CHUNKED_EVENTS, LAST_CHUNK, rawHead, rawResponse, UNFRAMED_EVENTS } from '@lmux/test-support';
import { type After, type BrokenStream, type Bytes, SERVER, type Way, finish, hangUp, onlySse, reset } from './ways.ts';

const TRUNCATED = ['stream_truncated', 'connection_failed'] as const;

/** Returns a stream that sends these bytes in one chunk and then calls `after`. */
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
  onlySse(stream('ends after a comment', ['stream_truncated'], '', () => ': hi\n\n')),
  stream('ends after its first piece', ['stream_truncated'], 'Hel', hel),
  stream(
    'ends within an event',
    ['stream_truncated', 'parse_error'],
    'Hel',
    (dialect) => dialect.piece('Hel') + dialect.piece('lo').slice(0, -9),
  ),
  stream(
    'ends within a field name',
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
    what: 'ends with its connection, without a content length',
    codes: ['stream_truncated'],
    text: 'Hel',
    play: ({ socket }, { piece }) => socket.end(UNFRAMED_EVENTS + piece('Hel')),
  },
  {
    what: 'is shorter than its content length',
    codes: TRUNCATED,
    text: 'Hel',
    play: ({ socket }, { piece }) =>
      socket.end(rawHead(200, { 'content-type': 'text/event-stream', 'content-length': '9999' }) + piece('Hel')),
  },
  { what: 'is empty', codes: ['stream_truncated'], text: '', play: ({ write }) => write(rawResponse('')) },
  {
    what: 'contains only blank lines',
    codes: ['stream_truncated'],
    text: '',
    play: ({ write }) => write(CHUNKED_EVENTS + chunk('\n\n\r\n\r\n') + LAST_CHUNK),
  },
];

/** An event that ends a stream at any position. */
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
  fatal('an error string', '{"error":"boom"}'),
  fatal('a flat error', '{"object":"error","message":"boom","code":500}'),
  fatal('an array with an error', '[{"error":{"message":"boom"}}]'),
  fatalSse('an error line', 'error: {"message":"boom"}\n\n'),
  fatalSse(
    'an error within a choice',
    'data: {"choices":[{"index":0,"error":{"message":"boom"},"finish_reason":"error"}]}\n\n',
  ),
  fatal('broken JSON', '{"a'),
];

/** All forms in which servers report an error within a stream. */
const ERROR_FORMS: readonly FatalEvent[] = [
  ...FATAL_EVENTS.filter(({ what }) => what !== 'broken JSON'),
  fatalSse('an event named error', 'event: error\ndata: {"type":"error","error":{"message":"boom"}}\n\n'),
  fatalSse('an event named error with plain text', 'event: error\ndata: boom\n\n'),
  { what: 'an error object without an event', bytes: () => '{"error":{"message":"boom"}}\n\n' },
];

const ERRORS: readonly BrokenStream[] = [
  ...ERROR_FORMS.flatMap(({ what, bytes, framing }) => [
    {
      ...stream(`contains ${what}`, [...SERVER, 'stream_truncated'], 'Hel', helThen(bytes)),
      ...(framing && { framing }),
    },
    { ...stream(`begins with ${what}`, [...SERVER, 'stream_truncated'], '', bytes), ...(framing && { framing }) },
  ]),
  stream(
    'contains broken JSON',
    ['parse_error'],
    'Hel',
    helThen(({ event }) => event('{"a')),
  ),
  stream(
    'contains a number as an event',
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
    what: 'is unrelated JSON',
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
    what: 'is replaced by an HTML page of a proxy with status 500',
    codes: ['server_error', 'overloaded'],
    text: '',
    play: ({ write }) =>
      write(
        rawResponse('<html><title>500 Oops</title></html>', 500, { 'content-type': 'text/html', connection: 'close' }),
      ),
  },
];

/** Streams that must end with an error on every route. */
export const BROKEN_STREAMS: readonly BrokenStream[] = [...TRUNCATIONS, ...ERRORS];
