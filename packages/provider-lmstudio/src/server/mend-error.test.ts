import { ApiError, isApiError, isStreamError, LmError, StreamError } from '@lmux/core/provider';
import { describe, expect, test } from 'vitest';
import { mendError } from './mend-error.js';
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

describe('an error', () => {
  test('of a response that is not kept gets its code, and keeps the rest', () => {
    const mended = mendError(new ApiError('invalid_request', 'No.', INIT));
    expect(isApiError(mended)).toBe(true);
    expect(mended).toMatchObject({ ...INIT, code: 'response_not_found', message: 'No.', retryable: false });
  });

  test.each([[{ ...INIT, param: 'reasoning' }], [{ ...INIT, serverCode: 'missing_required_parameter' }]])(
    'of another kind stays as it is',
    (init) => {
      const error = new ApiError('invalid_request', 'No.', init);
      expect(mendError(error)).toBe(error);
    },
  );

  test.each(['Malformed token: hunter2hun********', 'Malformed token "hunter2hun***" given', 'Bad (hunter2hun****)'])(
    'that echoes the beginning of a token does no longer: %s',
    (message) => {
      const mended = mendError(
        new ApiError('authentication', message, { ...INIT, rawBody: JSON.stringify({ error: message }) }),
      );
      expect(mended.message + (mended as ApiError).rawBody).not.toContain('hunter');
    },
  );

  test('is of the same class after it is rebuilt', () => {
    const stream = rebuildError(new StreamError('parse_error', 'a', { partial: { text: 'Hi' } }), { message: 'b' });
    expect(isStreamError(stream) && stream).toMatchObject({
      code: 'parse_error',
      message: 'b',
      partial: { text: 'Hi' },
    });
    const plain = rebuildError(new LmError('connection_failed', 'a', { retryable: true }), { message: 'b' });
    expect([plain.name, plain.retryable, plain.message]).toEqual(['LmError', true, 'b']);
  });
});
