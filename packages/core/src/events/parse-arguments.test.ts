import { expect, test } from 'vitest';
import { toToolCall } from './parse-arguments.js';

const nested = (times: number): string => {
  let text = '{"city":"Rome"}';
  for (let time = 0; time < times; time += 1) text = JSON.stringify(text);
  return text;
};

test.each([
  ['an object', '{"city":"Rome"}', { city: 'Rome' }],
  ['empty arguments', '', {}],
  ['whitespace', ' \n', {}],
  ['null', 'null', {}],
  ['whitespace around null', ' null\n', {}],
  ['an object in a string', nested(1), { city: 'Rome' }],
  ['an object in a string in a string', nested(2), { city: 'Rome' }],
  ['an object in eight strings', nested(8), { city: 'Rome' }],
  ['whitespace around an object in a string', `\n${JSON.stringify(' {"city":"Rome"}\n')} `, { city: 'Rome' }],
  ['an empty string', '""', {}],
  ['null in a string', '"null"', {}],
  ['a string in an object, which stays a string', '{"city":"{}"}', { city: '{}' }],
])('parses %s', (_, args, input) => {
  expect(toToolCall('1', 'weather', args)).toEqual({ id: '1', name: 'weather', arguments: args, input });
});

test.each([
  ['JSON that was cut', '{"city":"canary', 'The arguments are not valid JSON (15 characters).'],
  ['text', 'canary', 'The arguments are not valid JSON (6 characters).'],
  ['two objects', '{"a":1}{"a":1}', 'The arguments are not valid JSON (14 characters).'],
  ['an array', '[1]', 'The arguments must be a JSON object; received an array (3 characters).'],
  ['a number', '5', 'The arguments must be a JSON object; received a number (1 character).'],
  ['a boolean', 'true', 'The arguments must be a JSON object; received a boolean (4 characters).'],
  ['a string', '"canary"', 'The arguments must be a JSON object; received a string (8 characters).'],
  ['an array in a string', '"[1]"', 'The arguments must be a JSON object; received an array (5 characters).'],
  ['JSON in a string that was cut', String.raw`"{\"city\":"`, /received a string/],
  ['an object in nine strings', nested(9), /received a string/],
])('reports %s without quoting it', (_, args, error) => {
  const call = toToolCall('1', 'weather', args);
  expect(call).toMatchObject({ arguments: args, input: undefined });
  expect(call.parseError).toMatch(error);
  expect(call.parseError).not.toContain('canary');
});

test.each(['', ' ', '\n'])('reports the missing name %j, whatever the arguments are', (name) => {
  for (const args of ['', '{}', '{"city":"Rome"}', '[']) {
    expect(toToolCall('1', name, args)).toMatchObject({
      name,
      arguments: args,
      input: undefined,
      parseError: expect.stringMatching(/no name/),
    });
  }
});
