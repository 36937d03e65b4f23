import { describe, expect, test } from 'vitest';
import { connectionError } from '../transport/connection-error.js';
import { ApiError } from './api-error.js';
import type { ErrorCode } from './error-code.js';
import { LmError } from './lm-error.js';
import { isResumeRetried, isRetriedByClient } from './retryable.js';

const failed = (status: number, code: ErrorCode = 'overloaded'): ApiError =>
  new ApiError(code, 'It failed.', { status });
const refused = connectionError({ code: 'ECONNREFUSED' }, { method: 'POST', url: 'http://host' });
const died = connectionError({ code: 'ECONNRESET' }, { method: 'POST', url: 'http://host', deadKeepAlive: true });
const reset = connectionError({ code: 'ECONNRESET' }, { method: 'POST', url: 'http://host' });

describe('isRetriedByClient', () => {
  test.each([408, 429, 502, 503, 504, 525, 529, 530])('status %d: yes', (status) => {
    expect(isRetriedByClient(failed(status))).toBe(true);
  });

  test.each([200, 400, 401, 402, 403, 404, 409, 413, 422, 500, 501, 520, 524, 526])('status %d: no', (status) => {
    expect(isRetriedByClient(failed(status, 'server_error'))).toBe(false);
  });

  test.each<ErrorCode>(['quota_exceeded', 'authentication', 'permission_denied', 'context_overflow'])(
    'code %s: no, whatever the status',
    (code) => {
      expect(isRetriedByClient(failed(429, code))).toBe(false);
    },
  );

  test('model_loading: yes, unless the response has begun', () => {
    expect(isRetriedByClient(failed(500, 'model_loading'))).toBe(true);
    expect(isRetriedByClient(failed(200, 'model_loading'))).toBe(false);
  });

  test('connection_failed: only if the server cannot have acted on the request', () => {
    expect(isRetriedByClient(refused)).toBe(true);
    expect(isRetriedByClient(died)).toBe(true);
    expect(isRetriedByClient(reset)).toBe(false);
  });

  test.each<ErrorCode>(['first_byte_timeout', 'idle_timeout', 'aborted', 'closed', 'parse_error'])('%s: no', (code) => {
    expect(isRetriedByClient(new LmError(code, 'It failed.', { retryable: true }))).toBe(false);
  });
});

describe('isResumeRetried', () => {
  test('is true after the errors that are retried otherwise, and after any failed or timed-out connection', () => {
    expect(isResumeRetried(failed(503))).toBe(true);
    expect(isResumeRetried(failed(404, 'not_found'))).toBe(false);
    expect(isResumeRetried(reset)).toBe(true);
    expect(isResumeRetried(new LmError('connect_timeout', 'It took too long.', { retryable: true }))).toBe(true);
    expect(isResumeRetried(new LmError('idle_timeout', 'It took too long.', { retryable: true }))).toBe(false);
  });
});
