import { inspect } from 'node:util';
import { errors } from 'undici';
import { describe, expect, test } from 'vitest';
import { cleanCause } from './clean-cause.js';
import { toLmError } from './guards.js';
import { LmError } from './lm-error.js';

const KEY = 'c4nary-key-0123456789';
const PROMPT = 'the canary of my grandmother sings at five';
const REQUEST = {
  url: 'https://host/v1/chat?code=c4nary-query-987654',
  headers: { authorization: `Bearer ${KEY}` },
  body: JSON.stringify({ messages: [{ role: 'user', content: PROMPT }] }),
};
const ECHO = `POST ${REQUEST.url} ${JSON.stringify(REQUEST.headers)} ${REQUEST.body}`;

/** Returns an error in every form in which it may be logged, with those of its causes. */
function rendered(error: unknown): string {
  const all = inspect(error, { depth: 20, showHidden: true });
  if (!(error instanceof Error)) return all;
  const { name, message, stack, cause, errors: inner } = error as AggregateError;
  const parts = [all, name, message, stack, JSON.stringify(error), inspect(structuredClone(error), { depth: 20 })];
  return [...parts, ...[cause, ...(inner ?? [])].map(rendered)].join('\n');
}

function systemError(code: string, syscall: string, fields: object = {}): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, errno: -1, syscall, ...fields });
}

/** Every class of undici's errors, with the request or response in all of its fields and unknown ones. */
const UNDICI = Object.entries(errors as unknown as Readonly<Record<string, new (...args: unknown[]) => Error>>).map(
  ([name, Class]) => {
    const response = { headers: { 'x-echo': ECHO }, data: ECHO, body: ECHO };
    const causes = /Proxy.*Connection/.test(name) ? [new Error(ECHO), 'failed'] : ['failed', 'HPE_INVALID_CONSTANT'];
    const error = new Class(...causes, /Response|Retry/.test(name) ? response : Buffer.from(ECHO));
    return [name, Object.assign(error, { socket: { echo: ECHO }, request: ECHO })] as const;
  },
);

/** What Node, browsers and libraries throw. */
const OTHERS: readonly (readonly [name: string, error: unknown])[] = [
  ['a refused connection', systemError('ECONNREFUSED', 'connect', { address: '127.0.0.1', port: 1 })],
  ['an unknown host', systemError('ENOTFOUND', 'getaddrinfo', { hostname: 'nowhere' })],
  ['several addresses', new AggregateError([systemError('ECONNREFUSED', 'connect'), new Error(ECHO)], ECHO)],
  [
    'a certificate',
    Object.assign(new Error('no'), { code: 'ERR_TLS_CERT_ALTNAME_INVALID', host: ECHO, cert: { raw: ECHO } }),
  ],
  [
    'an invalid URL',
    Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: REQUEST.url, base: ECHO }),
  ],
  ['an invalid character', Object.assign(new TypeError(`Invalid value ${KEY}`), { code: 'ERR_INVALID_CHAR' })],
  ['an abort', new DOMException(ECHO, 'AbortError')],
  ['fetch', new TypeError('fetch failed', { cause: Object.assign(new Error(ECHO), { data: ECHO }) })],
  ['nested causes', [1, 2, 3, 4].reduce((cause) => new Error(ECHO, { cause }), new Error(ECHO))],
  [
    'a library that keeps the request',
    Object.assign(new Error(ECHO), { config: REQUEST, response: ECHO, toJSON: () => ECHO }),
  ],
  ['an object', { message: ECHO, headers: REQUEST.headers }],
  ['a text', ECHO],
  ['a name', Object.assign(new Error('x'), { name: KEY, code: KEY })],
  ['a subclass with its own output', Object.assign(new Error('x'), { [inspect.custom]: () => ECHO })],
  ['a message like a stack', new Error(`x\n    at ${KEY} (file:1:1)\n    at ${PROMPT} (file:1:1)`)],
];

describe('cleanCause', () => {
  test.each([...UNDICI, ...OTHERS])('shows nothing of the request and response of %s', (_name, error) => {
    const clean = cleanCause(error, REQUEST);
    expect(rendered(clean)).not.toMatch(/c4nary|0123456789|grandmother|987654/);
    expect(rendered(new LmError('connection_failed', 'It failed.', { cause: clean }))).not.toMatch(
      /c4nary|grandmother/,
    );
  });

  test.each(UNDICI)('keeps name, message and code of %s', (_name, error) => {
    const { name, message, code, stack } = error as NodeJS.ErrnoException;
    expect(cleanCause(error)).toMatchObject({ name, message, ...(code === undefined ? {} : { code }) });
    expect((cleanCause(error) as Error).stack?.split('\n').length).toBe(stack?.split('\n').length);
  });

  test('keeps what a failed connection is diagnosed with', () => {
    const inner = systemError('ECONNREFUSED', 'connect', { address: '::1', port: 1234 });
    const error = new TypeError('fetch failed', { cause: new AggregateError([inner], 'all failed') });
    expect(cleanCause(error)).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: {
        name: 'AggregateError',
        errors: [{ code: 'ECONNREFUSED', errno: -1, syscall: 'connect', address: '::1', port: 1234 }],
      },
    });
  });

  test('returns errors of lmux and other values unchanged', () => {
    const error = new LmError('closed', 'It was closed.');
    expect(cleanCause(error)).toBe(error);
    expect(cleanCause(undefined)).toBeUndefined();
    expect(cleanCause(42)).toBe(42);
  });

  test('accepts circular and very long chains', () => {
    const circular = new Error('around', { cause: undefined });
    circular.cause = new AggregateError([circular, circular], 'again', { cause: circular });
    expect(rendered(structuredClone(cleanCause(circular)) === undefined)).toBe('false');
    const long = Array.from({ length: 1000 }).reduce((cause) => new Error('one more', { cause }), undefined);
    expect(inspect(cleanCause(long), { depth: 99 }).match(/one more/g)?.length).toBeLessThan(25);
  });
});

describe('toLmError', () => {
  test.each(['{"prompt": the canary', 'the canary', '["the canary"'])('does not quote the JSON %j', (text) => {
    let caught: unknown;
    try {
      JSON.parse(text);
    } catch (error) {
      caught = error;
    }
    expect(rendered(toLmError(caught))).not.toContain('canary');
    expect(toLmError(caught).cause).toMatchObject({ name: 'SyntaxError', message: 'The text is not valid JSON.' });
  });

  test('keeps any other error unchanged, since the application may have thrown it', () => {
    const error = new Error('of a callback');
    expect(toLmError(error).cause).toBe(error);
  });
});
