import { chunk, CHUNKED_EVENTS, rawHead, rawResponse } from '@lmux/test-support';
import { type Failure, SERVER } from './ways.ts';

/** Bodies that must result in an error. */
export const BROKEN_BODIES: readonly Failure[] = [
  {
    what: 'is shorter than its content length',
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
