import { toolMessage } from '@lmux/core';
import { expect, test } from 'vitest';
import { toolErrorEvent, toolResultEvent } from './tool-run-end.js';

const call = { id: 'c', name: 'a', arguments: '{}', input: {} };

/** An error whose JSON contains the headers of the request. */
class HttpError extends Error {
  toJSON(): object {
    return { authorization: 'Bearer SECRET-1' };
  }
}

test.each<[kind: string, result: unknown, json: unknown]>([
  ['an object', { a: [1] }, { a: [1] }],
  ['text that is JSON', '{"a":1}', '{"a":1}'],
  ['nothing', undefined, null],
  ['an error inside', { error: new HttpError('https://me:SECRET-1@host.test') }, { error: 'https://***@host.test' }],
  [
    'the bytes of an image',
    [
      { type: 'text', text: 'a' },
      { type: 'image', image: new Uint8Array(3) },
      { type: 'image', image: 'data:image/png;base64,AAAA' },
    ],
    [
      { type: 'text', text: 'a' },
      { type: 'image', image: '(3 bytes)' },
      { type: 'image', image: 'data:image/png;base64,AAAA' },
    ],
  ],
])('an event with %s is JSON as the model receives it', (_, result, json) => {
  const event = toolResultEvent(call, result, toolMessage(call, result));
  expect(event.result).toBe(result);
  expect(JSON.parse(JSON.stringify(event))).toEqual({ type: 'tool-run-end', toolCall: call, result: json });
});

test('the cause of an error is not part of JSON', () => {
  const cause = new HttpError('x');
  const event = toolErrorEvent(call, 'failed', cause);
  expect(event.cause).toBe(cause);
  expect(JSON.parse(JSON.stringify(event))).toEqual({ type: 'tool-run-end', toolCall: call, error: 'failed' });
});
