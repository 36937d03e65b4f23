import { describe, expect, test } from 'vitest';
import { connectionError } from './connection-error.js';
import { isProgrammingError } from './programming-error.js';

const exchange = { method: 'GET', url: 'http://server/v1/models' };

describe('an exception of code that does not work', () => {
  test.each([
    // V8
    new TypeError('this.#dispatcher.dispatch is not a function'),
    new TypeError("Cannot read properties of undefined (reading 'bind')"),
    new TypeError('Pool is not a constructor'),
    new TypeError('Illegal invocation'),
    new ReferenceError('process is not defined'),
    new RangeError('Maximum call stack size exceeded'),
    // JavaScriptCore
    new TypeError("undefined is not an object (evaluating 'a.b')"),
    new TypeError("dispatch is not a function. (In 'dispatch()', 'dispatch' is undefined)"),
    // SpiderMonkey
    new TypeError(`can't access property "b", a is undefined`),
    new TypeError('a is null'),
  ])('%s', (error) => {
    expect(isProgrammingError(error)).toBe(true);
    const failure = connectionError(error, exchange);
    expect(failure).toMatchObject({ code: 'unexpected_response', retryable: false });
    expect(failure.message).not.toContain('Check that the server is running');
  });
});

describe('a failure of the network', () => {
  test.each([
    // Node, Chromium, Firefox, Safari, Deno, Bun, workerd
    new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }),
    new TypeError('Failed to fetch'),
    new TypeError('network error'),
    new TypeError('NetworkError when attempting to fetch resource.'),
    new TypeError('Load failed'),
    new TypeError('The network connection was lost.'),
    new TypeError('error sending request for url (http://server/): client error (Connect)'),
    Object.assign(new TypeError('Unable to connect.'), { code: 'ECONNREFUSED' }),
    new Error('Network connection lost.'),
    'a string',
    undefined,
  ])('%s', (error) => {
    expect(isProgrammingError(error)).toBe(false);
    expect(connectionError(error, exchange)).toMatchObject({ code: 'connection_failed', retryable: true });
  });
});
