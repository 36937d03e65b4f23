import { describe, expect, test } from 'vitest';
import { thrownBy } from '@lmux/test-support';
import { connectionError } from './connection-error.js';
import { isProgrammingError } from './programming-error.js';

const EXCHANGE = { method: 'GET', url: 'http://host:1/v1' };

/** Wrong operations in code without types. Compiled at run time, since the compiler rejects them. */
const WRONG = [
  '({}).send()',
  '(void 0).send()',
  'null.x',
  '(void 0).x = 1',
  'new (1)()',
  '[...{}]',
  'const { a } = void 0',
  'for (const one of 1) one',
  'class A {} A()',
  'const a = 1; a = 2',
  '"use strict"; Object.freeze({}).x = 1',
  'const a = {}; a.a = a; JSON.stringify(a)',
  'JSON.stringify({ a: 1n })',
  'Map.prototype.get.call({}, 1)',
  '({}) instanceof 1',
  '"a" in "b"',
  '`${Symbol("x")}`',
  '[].reduce((a) => a)',
  'missing()',
  'new Array(-1)',
  'decodeURIComponent("%")',
  'new Headers({ "a b": "1" })',
  'new URL("nope")',
  'new Request("http://host", { body: "x" })',
  'new TextDecoder().decode("x")',
];

test.each(WRONG)('%s is an error of the program', (code) => {
  // oxlint-disable-next-line typescript/no-implied-eval -- the code is a constant of this test
  const error = thrownBy(new Function(code) as () => unknown);
  expect(isProgrammingError(error as object)).toBe(true);
  for (const method of ['GET', 'POST'])
    expect(connectionError(error, { ...EXCHANGE, method })).toMatchObject({
      code: 'unexpected_response',
      retryable: false,
    });
});

const wrapped = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });
const coded = (error: Error, code: string): Error => Object.assign(error, { code });

describe.each<[string, Error]>([
  ['JavaScriptCore', new TypeError("undefined is not an object (evaluating 'a.b')")],
  ['JavaScriptCore', new TypeError("a.send is not a function. (In 'a.send()', 'a.send' is undefined)")],
  ['JavaScriptCore', new TypeError('Attempted to assign to readonly property.')],
  ['SpiderMonkey', new TypeError('can\'t access property "b", a is undefined')],
  ['SpiderMonkey', new TypeError('a is null')],
  ['SpiderMonkey', new TypeError("invalid assignment to const 'a'")],
  ['Chromium', new TypeError("Failed to execute 'fetch' on 'Window': Invalid name")],
  ['undici', coded(new Error('invalid transfer-encoding header'), 'UND_ERR_INVALID_ARG')],
  ['undici', coded(new Error('expect header not supported'), 'UND_ERR_NOT_SUPPORTED')],
  ['Node', coded(new TypeError('Invalid character in header content'), 'ERR_INVALID_CHAR')],
  ['Bun', coded(new TypeError('fetch() URL is invalid'), 'ERR_INVALID_URL')],
  ['Bun', new TypeError("Header 'x' has invalid value")],
])('%s: %s', (_engine, error) => {
  test.each([error, wrapped(error)])('is an error of the program', (thrown) => {
    const failure = connectionError(thrown, EXCHANGE);
    expect(failure).toMatchObject({ code: 'unexpected_response', retryable: false, cause: { name: thrown.name } });
    expect(failure.message).toMatch(/\(\w+, GET http:\/\/host:1\/v1\)\. The server is not the cause/);
  });
});

test.each<[string, unknown]>([
  ['a callback', 'a string'],
  ['a callback', undefined],
  ['Node and Deno', new TypeError('fetch failed')],
  ['Node', wrapped(coded(new Error('connect ECONNREFUSED 127.0.0.1:1'), 'ECONNREFUSED'))],
  ['Node', new TypeError('terminated', { cause: coded(new Error('other side closed'), 'UND_ERR_SOCKET') })],
  ['Deno', wrapped(new Error('error sending request for url (http://host:1/): client error (Connect): dns error'))],
  ['Deno', new TypeError('error reading a body from connection')],
  [
    'Bun',
    coded(new TypeError('ECONNREFUSED: Unable to connect. Is the computer able to access the url?'), 'ECONNREFUSED'),
  ],
  ['Bun', coded(new TypeError('ECONNRESET: The socket connection was closed unexpectedly.'), 'ECONNRESET')],
  ['workerd', new Error('Network connection lost.')],
  ['Chromium', new TypeError('Failed to fetch')],
  ['Chromium', new TypeError('network error')],
  ['Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
  ['Firefox', new TypeError('Error in input stream')],
  ['WebKit', new TypeError('Load failed')],
  ['WebKit', new TypeError('The network connection was lost.')],
  ['WebKit', new TypeError('A server with the specified hostname could not be found.')],
  ['WebKit', new TypeError('cannot parse response')],
  ['WebKit', new TypeError('The Internet connection appears to be offline.')],
  ['WebKit', new TypeError('Origin http://a is not allowed by Access-Control-Allow-Origin.')],
  ['React Native', new TypeError('Network request failed')],
  ['TLS', wrapped(coded(new Error('Hostname/IP does not match'), 'ERR_TLS_CERT_ALTNAME_INVALID'))],
])('%s: %s is an error of the network', (_runtime, error) => {
  expect(connectionError(error, EXCHANGE).code).toBe('connection_failed');
});
