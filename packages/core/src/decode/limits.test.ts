import { expect, test } from 'vitest';
import { resolveLimits } from './limits.js';

test('resolves the documented defaults, and keeps what is set', () => {
  const defaults = { maxBodyBytes: 268_435_456, maxEventBytes: 16_777_216, maxStreamBytes: 1_073_741_824 };
  expect(resolveLimits()).toEqual(defaults);
  expect(resolveLimits({ maxStreamBytes: 5 })).toEqual({ ...defaults, maxStreamBytes: 5 });
});
