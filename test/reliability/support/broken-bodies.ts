import { chunk, CHUNKED_EVENTS, rawHead, rawResponse } from '@lmux/test-support';
import { type Failure, SERVER, type Way } from './ways.ts';

/** Complete bodies whose connection fails before the end of the framing. */
export const CUT_BODIES: readonly Way[] = [
  {
    what: 'lacks its last chunk',
    play: ({ socket }, { whole }) => socket.end(CHUNKED_EVENTS + chunk(whole('Hello'))),
  },
  {
    what: 'is reset before its last chunk',
    play: ({ socket }, { whole }) => {
      socket.write(CHUNKED_EVENTS + chunk(whole('Hello')));
      socket.resetAndDestroy();
    },
  },
  {
    what: 'is reset within the line break after it',
    play: ({ socket }, { whole }) => {
      socket.write(rawHead(200, { 'content-length': '9999' }) + `${whole('Hello')}\n`);
      socket.resetAndDestroy();
    },
  },
  {
    what: 'is shorter than its content length',
    play: ({ socket }, { whole }) =>
      socket.end(rawHead(200, { 'content-type': 'application/json', 'content-length': '9999' }) + whole('Hello')),
  },
];

/** Bodies that must result in an error. */
export const BROKEN_BODIES: readonly Failure[] = [
  {
    what: 'ends before its last bracket and its content length',
    codes: ['connection_failed'],
    play: ({ socket }, { whole }) =>
      socket.end(
        rawHead(200, { 'content-type': 'application/json', 'content-length': '9999' }) + whole('Hello').slice(0, -1),
      ),
  },
  {
    what: 'is the beginning of a number',
    codes: ['connection_failed'],
    play: ({ socket }) => socket.end(`${rawHead(200, { 'content-length': '9999' })}12`),
  },
  {
    what: 'is an error object whose connection is reset',
    codes: SERVER,
    play: ({ socket }) => {
      socket.write(rawHead(200, { 'content-length': '9999' }) + '{"error":{"message":"boom"}}');
      socket.resetAndDestroy();
    },
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
    what: 'ends midway with its connection, without a content length',
    codes: ['parse_error', 'unexpected_response'],
    play: ({ socket }, { whole }) => socket.end(rawHead(200, { connection: 'close' }) + whole('Hello').slice(0, -3)),
  },
  { what: 'is empty', codes: ['parse_error', 'unexpected_response'], play: ({ write }) => write(rawResponse('')) },
  {
    what: 'is not JSON',
    codes: ['parse_error', 'unexpected_response'],
    play: ({ write }) => write(rawResponse('oops')),
  },
  {
    what: 'is an HTML page',
    codes: ['unexpected_response'],
    play: ({ write }) =>
      write(rawResponse('<html><title>Sign in</title></html>', 200, { 'content-type': 'text/html' })),
  },
  {
    what: 'contains an error object',
    codes: SERVER,
    play: ({ write }) => write(rawResponse('{"error":{"message":"boom"}}')),
  },
  {
    what: 'is unrelated JSON',
    codes: ['unexpected_response'],
    play: ({ write }) => write(rawResponse('{"a":1}')),
  },
  { what: 'is null', codes: ['unexpected_response'], play: ({ write }) => write(rawResponse('null')) },
  { what: 'is an array', codes: ['unexpected_response'], play: ({ write }) => write(rawResponse('[1,2]')) },
  { what: 'is not HTTP', codes: ['connection_failed'], play: ({ socket }) => socket.end('SSH-2.0-OpenSSH_9.9\r\n') },
  {
    what: 'never begins because the connection is closed',
    codes: ['connection_failed'],
    play: ({ socket }) => socket.end(),
  },
];
