import { expect, test } from 'vitest';
import { LmError } from '../errors/lm-error.js';
import { optionalResult } from './optional-result.js';

test('returns the result, or undefined after a failure', async () => {
  expect(await optionalResult(Promise.resolve(1))).toBe(1);
  for (const error of [new Error('x'), new LmError('server_error', 'x'), new LmError('authentication', 'x')]) {
    expect(await optionalResult(Promise.reject(error))).toBeUndefined();
  }
});

test.each(['aborted', 'closed'] as const)('rejects with %s', async (code) => {
  await expect(optionalResult(Promise.reject(new LmError(code, 'x')))).rejects.toMatchObject({ code });
});
