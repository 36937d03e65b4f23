import { expect, test } from 'vitest';
import { toToolCall } from './parse-arguments.js';

test.each([
  ['{"city":"Rome"}', { city: 'Rome' }],
  ['[1]', [1]],
  ['', {}],
  [' \n', {}],
  ['null', null],
])('parses the arguments %j', (args, input) => {
  expect(toToolCall('1', 'weather', args)).toEqual({ id: '1', name: 'weather', arguments: args, input });
});

test('keeps arguments that are not JSON, and does not quote them in the error', () => {
  const call = toToolCall('1', 'weather', '{"city":"canary');
  expect(call).toMatchObject({ arguments: '{"city":"canary', input: undefined });
  expect(call.parseError).toBe('The arguments are not valid JSON (15 characters).');
});
