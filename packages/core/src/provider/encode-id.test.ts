import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { encodeId } from './encode-id.js';

test.each([
  ['', 'must not be empty'],
  [5, 'must be a string; received a value of type number'],
  [null, 'must be a string; received null'],
  ['x'.repeat(2049), 'must have at most 2048 characters; received 2049'],
  ['secret\uD800', 'contains half of a surrogate pair, which a URL cannot contain'],
  ['secret\u007F', 'contains a control character'],
  ['..', 'contains "." or ".." as a path segment'],
])('rejects %j with a message that does not show it', (id, mistake) => {
  expect(thrownBy(() => encodeId(id as string, 'jobId'))).toMatchObject({
    code: 'invalid_request',
    message: `"jobId" ${mistake}. Nothing was sent. Pass the id that the server returned.`,
  });
});

test('allows relative paths in a query', () => {
  expect(encodeId('../x.gguf', 'model', 'query')).toBe('..%2Fx.gguf');
  expect(encodeId('..', 'model', 'query')).toBe('..');
});
