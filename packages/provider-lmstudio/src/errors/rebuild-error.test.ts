import { ApiError, isApiError, isStreamError, LmError, StreamError } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { rebuildError } from './rebuild-error.js';

const INIT = {
  provider: 'lmstudio',
  status: 400,
  serverCode: 'invalid_value',
  serverType: 'invalid_request',
  param: 'previous_response_id',
  attempts: 1,
  cause: 'why',
  partial: { text: 'Hi' },
  rawBody: '{}',
  retryAfterMs: 7,
  requestId: 'r',
};

describe('rebuildError', () => {
  test('keeps the other properties of a server error', () => {
    const rebuilt = rebuildError(new ApiError('invalid_request', 'No.', INIT), { code: 'response_not_found' });
    expect(isApiError(rebuilt)).toBe(true);
    expect(rebuilt).toMatchObject({ ...INIT, code: 'response_not_found', message: 'No.', retryable: false });
  });

  test('returns an error of the same class', () => {
    const stream = rebuildError(new StreamError('parse_error', 'a', { partial: { text: 'Hi' } }), { message: 'b' });
    expect(isStreamError(stream) && stream).toMatchObject({
      code: 'parse_error',
      message: 'b',
      partial: { text: 'Hi' },
    });
    const slow = new LmError('connect_timeout', 'a', { retryable: true, timeout: 'connect' });
    const plain = rebuildError(slow, { message: 'b' });
    expect([plain.name, plain.retryable, plain.timeout, plain.message]).toEqual(['LmError', true, 'connect', 'b']);
  });
});
