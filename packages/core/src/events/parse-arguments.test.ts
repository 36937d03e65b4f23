import { expect, test } from 'vitest';
import { toToolCall } from './parse-arguments.js';

test.each([
  ['{"city":"Rome"}', { city: 'Rome' }],
  ['[1]', [1]],
  ['', {}],
  [' \n', {}],
  ['null', null],
])('the arguments %j', (args, input) => {
  expect(toToolCall('1', 'weather', args)).toEqual({ id: '1', name: 'weather', arguments: args, input });
});

test('what is not JSON is kept as it is, and not quoted in the reason', () => {
  const call = toToolCall('1', 'weather', '{"city":"canary');
  expect(call).toMatchObject({ arguments: '{"city":"canary', input: undefined });
  expect(call.parseError).toBe('not valid JSON (15 characters)');
});
