import { expect, test } from 'vitest';
import { toLmError } from './guards.js';
import { LmError } from './lm-error.js';

test('leaves our errors as they are', () => {
  const error = new LmError('aborted', 'It was aborted.');
  expect(toLmError(error, 'p')).toBe(error);
});

test.each([
  [new RangeError('the words of a prompt'), 'RangeError'],
  ['the words of a prompt', 'string'],
  [undefined, 'undefined'],
])('makes one of %s, with the value as its cause and not in its message', (value, name) => {
  const error = toLmError(value, 'p');
  expect(error).toMatchObject({ code: 'unexpected_response', provider: 'p', retryable: false });
  expect(error.cause).toBe(value);
  expect(error.message).toContain(`(${name})`);
  expect(error.message).not.toContain('words');
});
