import { expect, test } from 'vitest';
import { toLmError } from './guards.js';
import { LmError } from './lm-error.js';

test('returns an LmError unchanged', () => {
  const error = new LmError('aborted', 'It was aborted.');
  expect(toLmError(error, 'p')).toBe(error);
});

test.each([
  [new RangeError('the words of a prompt'), 'RangeError'],
  ['the words of a prompt', 'string'],
  [undefined, 'undefined'],
])('wraps %s as the cause and keeps it out of the message', (value, name) => {
  const error = toLmError(value, 'p');
  expect(error).toMatchObject({ code: 'unexpected_response', provider: 'p', retryable: false });
  expect(error.cause).toBe(value);
  expect(error.message).toContain(`(${name})`);
  expect(error.message).not.toContain('words');
});
