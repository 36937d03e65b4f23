import { createClient, type LmClient } from '@lmux/core';
import { fakeProvider, type FakeProviderOptions } from '@lmux/core/testing';
import { lastValueFrom, take, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { aMoment, listen, open } from '../test/open-client.js';
import { rx } from './rx.js';

const Recipe = z.object({ title: z.string().max(20), minutes: z.string().transform(Number) });
const REQUEST = { schema: Recipe, messages: [{ role: 'user', content: 'Pancakes' }] } as const;
const LIST = { elements: Recipe, messages: REQUEST.messages } as const;
const PANCAKES = { title: 'Pancakes', minutes: '20' };
const CREPES = { title: 'Crepes', minutes: '30' };

function fakeClient(replies: FakeProviderOptions['replies']) {
  const plugin = fakeProvider({ replies });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'fake-model' } });
  return { plugin, operations: rx(client) };
}

describe('object', () => {
  test('emits the object as it grows, and the validated object at last', async () => {
    const { plugin, operations } = fakeClient([{ json: PANCAKES }, { json: CREPES }]);
    const object$ = operations.object(REQUEST);
    expect(plugin.calls).toHaveLength(0);
    const values = await lastValueFrom(object$.pipe(toArray()));
    expect(values.slice(0, -1)).toContainEqual(PANCAKES);
    expect(values.at(-1)).toEqual({ title: 'Pancakes', minutes: 20 });
    // Each subscription sends a request.
    await expect(lastValueFrom(object$)).resolves.toEqual({ title: 'Crepes', minutes: 30 });
    expect(plugin.recordedRequests).toHaveLength(2);
  });

  test('delivers every error to the subscriber', async () => {
    const { operations } = fakeClient([{ json: { title: 7 } }, { json: { title: 8 } }]);
    const { values, ends, unseen, ended } = listen(operations.object(REQUEST));
    await ended;
    expect(values).toEqual(expect.arrayContaining([{ title: 7 }, { title: 8 }]));
    expect(ends).toEqual([expect.objectContaining({ code: 'object_invalid', attempts: 2 })]);
    expect(unseen).toEqual([]);
    await expect(lastValueFrom(operations.object({ ...REQUEST, schema: 7 } as never))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test('sends nothing if it is aborted or unsubscribed at once', async () => {
    const { plugin, operations } = fakeClient([]);
    await expect(lastValueFrom(operations.object(REQUEST, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: 'aborted',
    });
    const { values, ends, unseen, subscription } = listen(operations.object(REQUEST));
    subscription.unsubscribe();
    await aMoment();
    expect([values, ends, unseen]).toEqual([[], [], []]);
    expect(plugin.calls).toHaveLength(0);
  });

  test('closes the connection when the subscriber takes no more', async () => {
    const { emulator, client } = await open({ reply: '{"title":"A", ', faults: [{ kind: 'stall', afterEvents: 5 }] });
    const { values, ends, unseen, ended } = listen(rx(client).object(REQUEST).pipe(take(1)));
    await ended;
    await emulator.clientDisconnected(1);
    await emulator.socketsClosed();
    expect(values).toHaveLength(1);
    expect(ends).toEqual(['complete']);
    expect(unseen).toEqual([]);
  });

  test('closes the connection of a silent server on unsubscribe', async () => {
    const { emulator, client } = await open({ faults: [{ kind: 'stall' }] });
    const { ends, unseen, subscription } = listen(rx(client).object(REQUEST));
    await emulator.received(1);
    subscription.unsubscribe();
    await emulator.clientDisconnected(1);
    await aMoment();
    expect([ends, unseen]).toEqual([[], []]);
  });
});

describe('elements', () => {
  test('emits each element, validated', async () => {
    const { operations } = fakeClient([{ json: { elements: [PANCAKES, CREPES] } }]);
    await expect(lastValueFrom(operations.elements(LIST).pipe(toArray()))).resolves.toEqual([
      { title: 'Pancakes', minutes: 20 },
      { title: 'Crepes', minutes: 30 },
    ]);
  });

  test('delivers an element that is not valid as an error after the others', async () => {
    const { plugin, operations } = fakeClient([{ json: { elements: [PANCAKES, { title: 7 }] } }]);
    const { values, ends, ended } = listen(operations.elements(LIST));
    await ended;
    expect(values).toEqual([{ title: 'Pancakes', minutes: 20 }]);
    expect(ends).toEqual([expect.objectContaining({ code: 'object_invalid' })]);
    expect(plugin.recordedRequests).toHaveLength(1);
  });

  test('fails with what the client throws', async () => {
    const handmade = {
      explain() {
        throw new TypeError('thrown');
      },
    } as unknown as LmClient;
    await expect(lastValueFrom(rx(handmade).elements(LIST))).rejects.toMatchObject({
      code: 'unexpected_response',
      cause: { message: 'thrown' },
    });
  });
});
