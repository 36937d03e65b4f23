import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ApiError, MAX_RAW_BODY_LENGTH } from './api-error.js';
import { CapabilityError } from './capability-error.js';
import { ERROR_CODES } from './error-code.js';
import { isApiError, isCapabilityError, isLmError, isObjectError, isStreamError } from './guards.js';
import { LmError } from './lm-error.js';
import { ObjectError } from './object-error.js';
import { attachPartial, StreamError } from './stream-error.js';

const PARTIAL = { text: 'words of the model' };

const errors = [
  { name: 'LmError', error: new LmError('aborted', 'It was aborted.', { partial: PARTIAL }), isOwn: () => false },
  {
    name: 'ApiError',
    error: new ApiError('server_error', 'It failed.', { status: 500, rawBody: 'the words', partial: PARTIAL }),
    isOwn: isApiError,
  },
  {
    name: 'CapabilityError',
    error: new CapabilityError('It cannot.', {
      missing: [{ feature: 'tools', routes: ['native'] }],
      supportedBy: ['openai'],
      partial: PARTIAL,
    }),
    isOwn: isCapabilityError,
  },
  {
    name: 'StreamError',
    error: new StreamError('stream_truncated', 'It broke.', { partial: PARTIAL }),
    isOwn: isStreamError,
  },
  {
    name: 'ObjectError',
    error: new ObjectError('object_invalid', 'It is not JSON.', { position: 3, partial: PARTIAL }),
    isOwn: isObjectError,
  },
];

describe.each(errors)('$name', ({ name, error, isOwn }) => {
  test('has a stable name, which its stack contains too', () => {
    expect(error.name).toBe(name);
    expect(error.stack?.split('\n')[0]).toBe(`${name}: ${error.message}`);
    expect(String(error)).toBe(`${name}: ${error.message}`);
    expect(error).toBeInstanceOf(Error);
  });

  test('is recognized by its own guard only', () => {
    const guards = [isApiError, isCapabilityError, isStreamError, isObjectError];
    expect(isLmError(error)).toBe(true);
    expect(isLmError(error, error.code)).toBe(true);
    expect(isLmError(error, 'config_invalid')).toBe(false);
    expect(guards.filter((guard) => guard(error))).toEqual(name === 'LmError' ? [] : [isOwn]);
  });

  test('keeps the partial response out of inspection and JSON', () => {
    expect(error.partial).toBe(PARTIAL);
    expect(inspect(error, { depth: 9 })).not.toContain('words');
    expect(JSON.stringify(error)).not.toContain('words');
    expect(Object.keys(error)).not.toContain('partial');
  });

  test('shows no unset fields on inspection', () => {
    expect(inspect(error)).not.toContain('undefined');
    expect(inspect(error)).not.toContain('lmux.error');
  });
});

describe('an error from another copy of the package', () => {
  const foreign = (kind: string): object =>
    Object.defineProperty(Object.assign(new Error('foreign'), { code: 'aborted' }), Symbol.for('lmux.error'), {
      value: kind,
    });

  test('is recognized by its mark', () => {
    expect(isLmError(foreign('lm'), 'aborted')).toBe(true);
    expect(isApiError(foreign('api'))).toBe(true);
    expect(isCapabilityError(foreign('capability'))).toBe(true);
    expect(isStreamError(foreign('stream'))).toBe(true);
    expect(isObjectError(foreign('object'))).toBe(true);
  });

  test.each([undefined, null, 'aborted', new Error('plain'), { name: 'LmError', code: 'aborted' }])(
    'is not recognized in %s',
    (value) => {
      expect(isLmError(value)).toBe(false);
      expect(isApiError(value)).toBe(false);
    },
  );
});

describe('LmError', () => {
  test('masks keys in its message and keeps it below 500 characters', () => {
    const error = new LmError('authentication', `The key sk-canary-0123 is wrong. ${'x'.repeat(1000)}`);
    expect(error.message).toMatch(/^The key \*\*\* is wrong/);
    expect(error.message.length).toBeLessThan(500);
  });

  test('serializes only the fields that are safe to log', () => {
    const cause = new Error('what lay behind');
    const error = new LmError('rate_limited', 'Wait.', { provider: 'p', retryable: true, attempts: 3, cause });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'LmError',
      code: 'rate_limited',
      message: 'Wait.',
      provider: 'p',
      retryable: true,
      attempts: 3,
    });
    expect(error.cause).toBe(cause);
  });

  test('has no "cause" property without a cause', () => {
    expect('cause' in new LmError('aborted', 'It was aborted.')).toBe(false);
  });
});

describe('ApiError', () => {
  const error = new ApiError('rate_limited', 'Wait.', {
    status: 429,
    serverCode: 'key sk-canary-0123',
    serverType: 'tokens',
    param: 'messages',
    requestId: 'req-1',
    retryAfterMs: 5000,
    rawBody: `sk-canary-0123 ${'x'.repeat(100_000)}`,
  });

  test('serializes the fields of the server with API keys masked', () => {
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      status: 429,
      serverCode: 'key ***',
      serverType: 'tokens',
      param: 'messages',
      requestId: 'req-1',
      retryAfterMs: 5000,
    });
    expect(inspect(error)).toContain('status: 429');
  });

  test('keeps the body truncated and masked, and out of inspection and JSON', () => {
    expect(error.rawBody).toMatch(/^\*\*\* x/);
    expect(error.rawBody?.length).toBeLessThanOrEqual(MAX_RAW_BODY_LENGTH);
    expect(inspect(error)).not.toContain('xxx');
    expect(JSON.stringify(error)).not.toContain('xxx');
  });
});

test('CapabilityError lists the missing features and the providers that support them', () => {
  const missing = [{ feature: 'tools', routes: ['native'] }] as const;
  const error = new CapabilityError('It cannot.', { missing, supportedBy: ['openai'] });
  expect(error.code).toBe('capability_unsupported');
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ missing, supportedBy: ['openai'] });
});

test('ObjectError has the position in the text, if there is one', () => {
  expect(
    JSON.parse(JSON.stringify(new ObjectError('object_invalid', 'It is not JSON.', { position: 0 }))),
  ).toMatchObject({
    code: 'object_invalid',
    position: 0,
  });
  expect('position' in new ObjectError('object_invalid', 'It is not the object.')).toBe(false);
});

describe('the partial response', () => {
  test('of a StreamError defaults to an empty text', () => {
    expect(new StreamError('idle_timeout', 'Silence.').partial).toEqual({ text: '' });
  });

  test('can be attached to an error later', () => {
    const error = attachPartial(new StreamError('idle_timeout', 'Silence.'), PARTIAL);
    expect(error.partial).toBe(PARTIAL);
    expect(inspect(error)).not.toContain('words');
  });

  test('is not attached to a value that is not an object', () => {
    expect(attachPartial('text', PARTIAL)).toBe('text');
  });
});

test('every error code has a description', () => {
  for (const meaning of Object.values(ERROR_CODES)) expect(meaning).toMatch(/^[A-Z].*\.$/);
});
