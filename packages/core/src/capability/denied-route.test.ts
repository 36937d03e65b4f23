import { expect, test } from 'vitest';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { DENIED_ROUTE } from './denied-route.js';

test('denies each capability and feature that there is', () => {
  expect(Object.keys(DENIED_ROUTE)).toEqual(Object.keys(ABLE_ROUTE));
  expect(new Set(Object.values(DENIED_ROUTE))).toEqual(new Set(['no']));
});
