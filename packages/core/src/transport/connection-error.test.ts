import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { connectionError, isDeadKeepAlive, addStartHint } from './connection-error.js';

const POST = { method: 'POST', url: 'http://user:pass@host:1/v1' };
const GET = { method: 'GET', url: 'http://host:1/v1' };
const coded = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`${code} happened`), { code, ...more });

describe('retryable of a failed POST', () => {
  test.each<[string, unknown, boolean]>([
    ['connection refused', coded('ECONNREFUSED'), true],
    ['unknown host', coded('ENOTFOUND'), true],
    ['no route to the host', coded('EHOSTUNREACH'), true],
    ['timeout while connecting', coded('ETIMEDOUT', { syscall: 'connect' }), true],
    ['timeout while reading', coded('ETIMEDOUT', { syscall: 'read' }), false],
    ['connection reset', coded('ECONNRESET', { syscall: 'read' }), false],
    ['connection closed by the server', coded('UND_ERR_SOCKET'), false],
    [
      'fetch failed, with a refused connection as the cause',
      new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }),
      true,
    ],
    ['every address refused', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), true],
    ['fetch failed without a cause', new TypeError('fetch failed'), false],
    ['a thrown string', 'broken', false],
  ])('%s: %s', (_name, error, retryable) => {
    expect(connectionError(error, POST)).toMatchObject({ code: 'connection_failed', retryable, cause: error });
  });

  test('is true for any failed GET, unless its response had begun', () => {
    expect(connectionError(coded('ECONNRESET'), GET).retryable).toBe(true);
    expect(connectionError(coded('ECONNRESET'), { ...GET, inBody: true }).retryable).toBe(false);
  });
});

describe('the message', () => {
  test.each(['origin', 'referer', 'x-forwarded-for', 'x-server'])('contains the address, also if %s does', (name) => {
    const url = 'http://127.0.0.1:9/v1';
    const value = name === 'x-forwarded-for' ? '127.0.0.1' : name === 'referer' ? url : 'http://127.0.0.1:9';
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), {
      code: 'ECONNREFUSED',
      address: '127.0.0.1',
      port: 9,
    });
    const error = connectionError(refused, { method: 'GET', url, headers: { [name]: value } });
    expect(error.message).toContain('GET http://127.0.0.1:9/v1, tried 127.0.0.1:9)');
    expect(error.cause).toMatchObject({ address: '127.0.0.1', message: 'connect ECONNREFUSED 127.0.0.1:9' });
  });

  test('contains the request without the password', () => {
    const { message } = connectionError(coded('ECONNREFUSED'), POST);
    expect(message).toBe(
      'Could not connect to the server (ECONNREFUSED, POST http://***@host:1/v1). Check that the server is running and that "baseUrl" is correct.',
    );
  });

  test('ends with the hint of the provider if the connection was refused', () => {
    const error = connectionError(coded('ECONNREFUSED'), POST);
    addStartHint(error, 'Start it.');
    const message = 'Could not connect to the server (ECONNREFUSED, POST http://***@host:1/v1). Start it.';
    expect(error).toMatchObject({ code: 'connection_failed', retryable: true, message });
    expect(error.stack).toContain(message);
    const long = connectionError(coded('ECONNREFUSED'), { ...POST, url: `http://host/${'x'.repeat(600)}` });
    addStartHint(long, 'Start it.');
    expect(long.message).toMatch(/x… Start it\.$/);
    for (const other of [connectionError(coded('ENOTFOUND'), POST), new LmError('connect_timeout', 'No.')]) {
      const before = other.message;
      addStartHint(other, 'Start it.');
      expect(other.message).toBe(before);
    }
  });

  test('lists each address that was tried once', () => {
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
    ['a code', coded('ECONNRESET'), '(ECONNRESET, POST'],
    ['a code of undici with its message', coded('UND_ERR_SOCKET'), '(UND_ERR_SOCKET: UND_ERR_SOCKET happened, POST'],
    ['a message', new Error('terminated'), '(terminated, POST'],
    ['"network error" by default', undefined, '(network error, POST'],
  ])('contains %s', (_name, error, detail) => {
    expect(connectionError(error, POST).message).toContain(detail);
  });

  test('distinguishes failures before and during the response', () => {
    const before = connectionError(coded('ECONNRESET'), POST);
    const during = connectionError(coded('ECONNRESET'), { ...POST, inBody: true });
    expect(before.message).toContain('before a response arrived');
    expect(during.message).toContain('before the response was complete');
  });

  test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'])(
    'names the certificate for %s, which is not retryable',
    (code) => {
      const error = connectionError(coded(code), GET);
      expect(error.message).toContain('certificate');
      expect(error.retryable).toBe(false);
    },
  );
});

describe('an exchange that lmux ended', () => {
  test('keeps its error', () => {
    const error = new LmError('closed', 'Closed.');
    expect(connectionError(error, POST)).toBe(error);
  });

  test.each(['UND_ERR_DESTROYED', 'UND_ERR_CLOSED'])('is recognized by %s', (code) => {
    expect(connectionError(coded(code), POST)).toMatchObject({ code: 'closed', retryable: false });
  });
});

describe('a connection that died while idle', () => {
  test('is marked and retryable', () => {
    const error = connectionError(coded('ECONNRESET'), { ...POST, deadKeepAlive: true });
    expect([isDeadKeepAlive(error), error.retryable]).toEqual([true, true]);
    expect(inspect(error)).not.toContain('lmux.deadKeepAlive');
  });

  test('is distinguished from a refused connection and a stream that ended early', () => {
    const exchange = { ...POST, deadKeepAlive: true };
    expect(isDeadKeepAlive(connectionError(coded('ECONNREFUSED'), exchange))).toBe(false);
    expect(connectionError(coded('ECONNRESET'), { ...exchange, inBody: true }).retryable).toBe(false);
  });
});

test('accepts a circular chain of causes', () => {
  const error = new Error('circle');
  error.cause = error;
  expect(connectionError(error, POST).code).toBe('connection_failed');
});
