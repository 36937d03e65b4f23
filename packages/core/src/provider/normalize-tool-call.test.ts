import { expect, test } from 'vitest';
import { normalizeToolCall } from './normalize-tool-call.js';

const WRAPPED = (text: string): object => ({ invalid_arguments: text });

test.each([
  ['an object', '{"x":1}'],
  ['an object with whitespace, an order of keys and a large number', '{ "b": 1,\n"a": 12345678901234567890 }'],
  ['an object with a key twice', '{"x":1,"x":2}'],
  [
    'an object with an escaped surrogate pair and a large number',
    String.raw`{"x":"\uD83D\ude00","y":12345678901234567890}`,
  ],
  ['an object with an escaped backslash before the name of a surrogate', String.raw`{"x":"\\ud83d"}`],
])('keeps %s byte for byte', (_, args) => {
  const call = Object.freeze({ id: '1', name: 'f', arguments: args });
  expect(normalizeToolCall(call)).toEqual({ ...call, input: JSON.parse(args) });
});

test.each<[string, string, object]>([
  ['empty arguments', '', {}],
  ['whitespace', ' \n', {}],
  ['null', 'null', {}],
  ['an object in a string', String.raw`"{\"x\":1}"`, { x: 1 }],
  ['text', 'x = 1', WRAPPED('x = 1')],
  ['JSON that was cut', '{"x":', WRAPPED('{"x":')],
  ['an array', '[1]', WRAPPED('[1]')],
  ['a number', '5', WRAPPED('5')],
  ['a string', '"x"', WRAPPED('"x"')],
  ['two objects', '{"x":1}{"x":1}', WRAPPED('{"x":1}{"x":1}')],
])('sends %s as an object', (_, args, expected) => {
  const call = Object.freeze({ id: '1', name: 'f', arguments: args });
  const normalized = normalizeToolCall(call);
  expect(normalized).toMatchObject({ id: '1', name: 'f', input: expected });
  expect(JSON.parse(normalized.arguments)).toEqual(expected);
});

test('unwraps an object without encoding it again', () => {
  const args = '{ "x": 12345678901234567890 }';
  expect(normalizeToolCall({ id: '1', name: 'f', arguments: JSON.stringify(args) }).arguments).toBe(args);
});

// nlohmann/json, which llama-server uses, rejects half a surrogate pair.
test.each([
  ['in an object', String.raw`{"x":"\ud83d","\ude00":"\\ud83d \ud83d\ude00"}`],
  ['that is not escaped', '{"x":"\ud83d"}'],
  ['in invalid arguments', `{"x":"\ud83d`],
])('replaces half a surrogate pair %s', (_, args) => {
  const { arguments: sent, input } = normalizeToolCall({ id: '1', name: 'f', arguments: args });
  expect(JSON.parse(sent)).toEqual(input);
  expect(sent).toContain('\ufffd');
  expect(sent.replaceAll(String.raw`\\ud83d`, '')).not.toMatch(/\\ud[89a-f]|\p{Surrogate}/u);
});

test.each(['', ' '])('sends the name %j as unknown_tool', (name) => {
  expect(normalizeToolCall({ id: '1', name, arguments: '{}' })).toMatchObject({ name: 'unknown_tool', input: {} });
});
