import { thrownBy } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { toolMessage } from './tool-message.js';

const call = { id: 'call_1', name: 'get_weather', arguments: '{}', input: {} };

test.each<[result: unknown, content: string]>([
  ['sunny', 'sunny'],
  ['', ''],
  [{ degrees: 20 }, '{"degrees":20}'],
  [[1, 2], '[1,2]'],
  [20, '20'],
  [false, 'false'],
  [null, 'null'],
  [undefined, 'null'],
  [new Date(0), '"1970-01-01T00:00:00.000Z"'],
  [new TypeError('No such city.'), '{"error":"No such city."}'],
])('result %j', (result, content) => {
  expect(toolMessage(call, result)).toEqual({ role: 'tool', toolCallId: 'call_1', content });
});

const circular: { self?: unknown } = {};
circular.self = circular;

test.each([circular, 1n, { big: 1n }, () => 1, Symbol('s')])('a result without JSON is rejected', (result) => {
  expect(thrownBy(() => toolMessage(call, result))).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('"get_weather"'),
  });
});
