import { describe, expect, test } from 'vitest';
import { apiErrorFromText } from '../create-api-error.js';
import type { ErrorCode } from '../error-code.js';
import {
  AUTHENTICATION_ROWS,
  QUOTA_EXCEEDED_ROWS,
  RATE_LIMITED_ROWS,
} from '../../../test/support/server-errors/account.js';
import { CONTEXT_OVERFLOW_ROWS } from '../../../test/support/server-errors/context-overflow.js';
import { OTHER_CONTEXT_OVERFLOW_ROWS } from '../../../test/support/server-errors/context-overflow-others.js';
import { GUARDS } from '../../../test/support/server-errors/guards.js';
import { MODEL_NOT_FOUND_ROWS } from '../../../test/support/server-errors/model-not-found.js';
import type { Row } from '../../../test/support/server-errors/row.js';

const MESSAGES: readonly (readonly [ErrorCode, readonly Row[]])[] = [
  ['context_overflow', [...CONTEXT_OVERFLOW_ROWS, ...OTHER_CONTEXT_OVERFLOW_ROWS]],
  ['model_not_found', MODEL_NOT_FOUND_ROWS],
  ['authentication', AUTHENTICATION_ROWS],
  ['quota_exceeded', QUOTA_EXCEEDED_ROWS],
  ['rate_limited', RATE_LIMITED_ROWS],
];

const EXCHANGE = {
  provider: 'openai',
  method: 'POST',
  url: 'http://localhost/v1/chat/completions',
  headers: {},
  attempt: 1,
  requestBody: { model: 'acme-9', messages: [{ role: 'user', content: 'Hello' }] },
  requestHeaders: {},
  wallNowMs: 0,
  rules: [],
};

function errorOf([, status, body]: Row) {
  return apiErrorFromText({ ...EXCHANGE, status }, typeof body === 'string' ? body : JSON.stringify(body));
}

describe.each(MESSAGES)('%s', (code, rows) => {
  test.each(rows)('%s, status %d', (...row) => {
    const error = errorOf(row);
    expect(error.code).toBe(code);
    // Only a wrong path has to do with it, and none of these errors is about one.
    expect(error.message).not.toContain('baseUrl');
    expect(error.retryable).toBe(code === 'rate_limited');
  });
});

describe('is not another error:', () => {
  test.each(GUARDS)('%s, status %d', (name, status, body, code) => {
    expect(errorOf([name, status, body]).code).toBe(code);
  });
});

test.each([
  [413, { error: 'batch size 100 > maximum allowed batch size 32', error_type: 'Validation' }],
  [422, { error: 'batch size 100 > maximum allowed batch size 32', error_type: 'Validation' }],
  [400, { code: 'InvalidParameter', message: 'batch size is invalid, it should not be larger than 10' }],
  [400, { error: { message: "Invalid 'input': array too long. Expected an array with maximum length 2048." } }],
  [400, [{ error: { code: 400, message: 'at most 100 requests can be in one batch' } }]],
  [400, { message: 'invalid request: texts must be at most 96 elements long' }],
])('an embedding request with too many texts names the setting: %d %j', (status, body) => {
  const error = errorOf(['', status, body]);
  expect(error.code).toBe('invalid_request');
  expect(error.message).toContain('Set "limits.embedInputs"');
});

describe('a request that is larger than a rate limit', () => {
  test.each([
    [
      'OpenAI',
      429,
      'Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 40000. The input or output tokens must be reduced in order to run successfully.',
    ],
    [
      'Groq',
      413,
      'Request too large for model `llama-3.3-70b-versatile` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Requested 8123, please reduce your message size and try again.',
    ],
  ])('of %s is rate_limited and not retryable', (_, status, message) => {
    const error = errorOf(['', status, { error: { message, type: 'tokens', code: 'rate_limit_exceeded' } }]);
    expect(error).toMatchObject({ code: 'rate_limited', retryable: false });
    expect(error.message).toContain('waiting does not help');
  });

  test('differs from one that has to wait', () => {
    const message =
      'Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.';
    expect(errorOf(['', 429, { error: { message, code: 'rate_limit_exceeded' } }])).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: 2000,
    });
  });
});
