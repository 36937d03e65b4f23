import { expect, test } from 'vitest';
import { parseRecorded } from './parse-recorded.js';

const text = (body: unknown): string => new TextDecoder().decode(body as Uint8Array);

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('reads status, headers and body of a recording with %s', (_, end) => {
  const head = [
    'HTTP/1.1 404 Not Found',
    'Content-Type: application/json',
    'X-Request-Id: a: b',
    'Transfer-Encoding: chunked',
  ];
  const { status, headers, body } = parseRecorded([...head, '', '{"é":1}\r\n\r\nrest'].join(end));
  expect({ status, headers }).toEqual({
    status: 404,
    headers: { 'content-type': 'application/json', 'x-request-id': 'a: b' },
  });
  expect(text(body)).toBe('{"é":1}\r\n\r\nrest');
});

test('preserves the bytes of the body', () => {
  const head = new TextEncoder().encode('HTTP/2 200\n\n');
  const { body, status } = parseRecorded(Uint8Array.from([...head, 0xff, 0x0d, 0x0a]));
  expect(status).toBe(200);
  expect(body).toEqual(Uint8Array.from([0xff, 0x0d, 0x0a]));
});

test('accepts a recording without a body', () => {
  expect(text(parseRecorded('HTTP/1.1 204 No Content\nServer: x').body)).toBe('');
});

test('rejects text without a status line', () => {
  expect(() => parseRecorded('{"a":1}')).toThrow('status line');
});
