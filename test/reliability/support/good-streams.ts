import { chunk, CHUNKED_EVENTS, LAST_CHUNK, rawHead, rawResponse } from '@lmux/test-support';
import { type After, type Bytes, type Way, finish, hangUp, onlySse, reset, stayOpen } from './ways.ts';

/** Returns a stream of these bytes, whose text is "Hello". */
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

/** Ends without the end marker of the format, if it has one. */
const complete: Bytes = ({ piece, last }) => piece('Hel') + piece('lo') + last('Hello');

/** Complete streams, most of which differ from the documented format. */
export const GOOD_STREAMS: readonly Way[] = [
  good('has the documented format', hello),
  good('ends with its end marker while the connection stays open', hello, stayOpen),
  good('ends with its end marker before the connection is reset', hello, reset),
  good('is reset after its last event', complete, reset),
  good('loses its connection after its last event', complete, hangUp),
  good('ends after its last event', complete),
  good('is reset before the blank line of its last event', (dialect) => complete(dialect).trimEnd(), reset),
  good('is reset within an event that follows its last one', (dialect) => `${complete(dialect)}data: {"id`, reset),
  good('ends within an event that follows its last one', (dialect) => `${complete(dialect)}data: {"id`),
  good('ends within a field name that follows its last event', (dialect) => `${complete(dialect)}da`),
  good(
    'continues after its end marker',
    (dialect) => `${hello(dialect)}data: {"error":"late"}\n\n{]\n\nerror: late\n\n${dialect.piece('!')}`,
  ),
  good('lacks the blank line after its last event', ({ piece, last }) => piece('Hello') + last('Hello').trimEnd()),
  good(
    'lacks one of two line breaks after its last event',
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
      'contains pings',
      ({ piece, end }) =>
        `event: ping\ndata: {}\n\n${piece('Hel')}event: ping\n\n${piece('lo')}event: ping\ndata: {}\n\n${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'contains ids and retry times',
      ({ piece, end }) => `retry: 3000\nid: 7\n\nid: 8\n${piece('Hello')}${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'contains unknown fields and lines',
      ({ piece, end }) => `${piece('Hel')}foo: bar\nwhatever\n\n${piece('lo')}${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'contains events without data, and empty data',
      ({ piece, end }) => `${piece('Hel')}data:\n\ndata: \n\nevent: x\n\n${piece('lo')}${end('Hello')}`,
    ),
  ),
  onlySse(
    good(
      'contains comments that a proxy turned into data',
      ({ piece, end }) => `data: : OPENROUTER PROCESSING\n\n${piece('Hello')}${end('Hello')}`,
    ),
  ),
  good('begins with a byte order mark', (dialect) => `\uFEFF${hello(dialect)}`),
  onlySse(
    good('has no space after its colons', (dialect) =>
      hello(dialect).replaceAll('data: ', 'data:').replaceAll('event: ', 'event:'),
    ),
  ),
  good('ends its lines with CR LF', (dialect) => hello(dialect).replaceAll('\n', '\r\n')),
  onlySse(good('ends its lines with CR', (dialect) => hello(dialect).replaceAll('\n', '\r'))),
  {
    what: 'arrives byte by byte',
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
  { what: 'is one complete response in JSON', play: ({ write }, { whole }) => write(rawResponse(whole('Hello'))) },
];
