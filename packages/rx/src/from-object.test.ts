import { createClient, isLmError } from '@lmux/core';
import { fakeProvider, type FakeReply } from '@lmux/core/testing';
import { lastValueFrom, take, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { rx } from './rx.js';

const messages = [{ role: 'user', content: 'x' }] as const;
const schema = z.object({ x: z.int(), name: z.string().transform((text) => text.toUpperCase()) });

function open(...replies: readonly FakeReply[]) {
  const plugin = fakeProvider({ replies });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'fake-model' } });
  return { calls: plugin.calls, lm: rx(client) };
}

test('object emits partial objects, and at last the validated object', async () => {
  const { calls, lm } = open('{"x": 1, "name": "a b c"}');
  const object = lm.object({ schema, messages });
  expect(calls).toEqual([]);
  const values = await lastValueFrom(object.pipe(toArray()));
  expect(values).toEqual([
    { x: 1, name: 'a b c' },
    { x: 1, name: 'A B C' },
  ]);
  expect(calls.map(({ method }) => method)).toEqual(['chatStream']);
});

test('elements emits each element when it is complete', async () => {
  const { lm } = open('{"elements": [{"x": 1, "name": "a"}, {"x": 2, "name": "b"}]}');
  const elements = lm.elements({ elements: schema, messages });
  await expect(lastValueFrom(elements.pipe(toArray()))).resolves.toEqual([
    { x: 1, name: 'A' },
    { x: 2, name: 'B' },
  ]);
});

test('unsubscribing aborts the request', async () => {
  const { calls, lm } = open('{"x": 1, "name": "a b c d e f"}');
  await expect(lastValueFrom(lm.object({ schema, messages }).pipe(take(1)))).resolves.toMatchObject({ x: 1 });
  expect(calls[0]?.call.options.signal?.aborted).toBe(true);
});

test('the signal of the options aborts the request', async () => {
  const { lm } = open('{}');
  const signal = AbortSignal.abort();
  const failure = lastValueFrom(lm.object({ schema, messages }, { signal }));
  await expect(failure).rejects.toSatisfy((error) => isLmError(error, 'aborted'));
});

test.each([
  ['an invalid object', open('{"x": "a"}', '{"x": "b"}').lm, 'object_invalid'],
  ['an invalid request', open().lm, 'invalid_request'],
] as const)('%s is delivered as an error', async (name, lm, code) => {
  const request = name === 'an invalid object' ? { schema, messages } : { choice: [], messages };
  await expect(lastValueFrom(lm.object(request))).rejects.toSatisfy((error) => isLmError(error, code));
});
