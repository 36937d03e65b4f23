import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { connectionError, diedWhileIdle } from './connection-error.js';

const POST = { method: 'POST', url: 'http://user:pass@host:1/v1' };
const GET = { method: 'GET', url: 'http://host:1/v1' };
const coded = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code} happened`), { code, ...more });

describe('whether the server can have acted', () => {
  test.each<[string, unknown, boolean]>([
    ['refused', coded('ECONNREFUSED'), true],
    ['unknown host', coded('ENOTFOUND'), true],
    ['no route', coded('EHOSTUNREACH'), true],
    ['timed out while connecting', coded('ETIMEDOUT', { syscall: 'connect' }), true],
    ['timed out later', coded('ETIMEDOUT', { syscall: 'read' }), false],
    ['reset', coded('ECONNRESET', { syscall: 'read' }), false],
    ['other side closed', coded('UND_ERR_SOCKET'), false],
    ['fetch failed, because refused', new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), true],
    ['every address refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), true],
    ['fetch failed, who knows why', new TypeError('fetch failed'), false],
    ['a word', 'broken', false],
  ])('%s', (_name, error, retryable) => {
    expect(connectionError(error, POST)).toMatchObject({ code: 'connection_failed', retryable, cause: error });
  });

  test('does not matter for a GET, unless its response had begun', () => {
    expect(connectionError(coded('ECONNRESET'), GET).retryable).toBe(true);
    expect(connectionError(coded('ECONNRESET'), { ...GET, inBody: true }).retryable).toBe(false);
  });
});

describe('the message', () => {
  test('names what was tried, without the password', () => {
    const { message } = connectionError(coded('ECONNREFUSED'), POST);
    expect(message).toBe(
      'No connection to the server (ECONNREFUSED; POST http://***@host:1/v1). Check that it runs and that baseUrl is right.',
    );
  });

  test('lists every address that was tried, once', () => {
    const error = new TypeError('fetch failed', {
      cause: Object.assign(
        new AggregateError([
          coded('ECONNREFUSED', { address: '::1', port: 1234 }),
          coded('ECONNREFUSED', { address: '127.0.0.1', port: 1234 }),
          coded('ECONNREFUSED', { address: '127.0.0.1', port: 1234 }),
        ]),
        { code: 'ECONNREFUSED' },
      ),
    });
    expect(connectionError(error, POST).message).toContain('tried ::1:1234 and 127.0.0.1:1234');
  });

  test.each<[string, unknown, string]>([
    ['a code', coded('ECONNRESET'), '(ECONNRESET; POST'],
    [
      "a code of undici's, with what it means",
      coded('UND_ERR_SOCKET'),
      '(UND_ERR_SOCKET: UND_ERR_SOCKET happened; POST',
    ],
    ['words', new Error('terminated'), '(terminated; POST'],
    ['nothing', undefined, '(network error; POST'],
  ])('says why: %s', (_name, error, detail) => {
    expect(connectionError(error, POST).message).toContain(detail);
  });

  test('distinguishes the middle of a response from the time before it', () => {
    expect(connectionError(coded('ECONNRESET'), POST).message).toContain('before an answer came');
    expect(connectionError(coded('ECONNRESET'), { ...POST, inBody: true }).message).toContain('in the middle');
  });

  test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])(
    'of %s is about certificates; it is not worth a retry',
    (code) => {
      const error = connectionError(coded(code), GET);
      expect(error.message).toContain('certificate');
      expect(error.retryable).toBe(false);
    },
  );
});

describe('an end of our own', () => {
  test('is passed on as it is', () => {
    const error = new LmError('closed', 'Closed.');
    expect(connectionError(error, POST)).toBe(error);
  });

  test.each(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED'])('is seen in %s', (code) => {
    expect(connectionError(coded(code), POST)).toMatchObject({ code: 'closed', retryable: false });
  });
});

describe('a connection that had died while it was idle', () => {
  test('is marked, and may be retried', () => {
    const error = connectionError(coded('ECONNRESET'), { ...POST, deadKeepAlive: true });
    expect([diedWhileIdle(error), error.retryable]).toEqual([true, true]);
    expect(inspect(error)).not.toContain('diedWhileIdle');
  });

  test('is neither a refusal nor a response that breaks', () => {
    const exchange = { ...POST, deadKeepAlive: true };
    expect(diedWhileIdle(connectionError(coded('ECONNREFUSED'), exchange))).toBe(false);
    expect(connectionError(coded('ECONNRESET'), { ...exchange, inBody: true }).retryable).toBe(false);
  });
});

test('a chain of causes that has no end is no problem', () => {
  const error = new Error('circle');
  error.cause = error;
  expect(connectionError(error, POST).code).toBe('connection_failed');
});
