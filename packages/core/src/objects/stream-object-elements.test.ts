import { collect, drain, rejectionOf, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { DENIED, messages, objectClient, Place } from '../../test/support/object-client.js';
import { failing, stalled, streamed, streamingClient } from '../../test/support/object-streams.js';
import { streamObject } from './index.js';

failOnUnhandledRejections();

const CITIES = ['Rome', 'Oslo', 'Bern'];
const LIST = JSON.stringify({ elements: CITIES.map((city) => ({ city })) });
const request = { elements: Place, messages };
/** Creates a new object each time. */
const Box = Place.transform(({ city }) => ({ box: city }));

/** A promise that the test resolves. */
function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('an element', () => {
  test.each([...LIST].map((_char, index) => index))('is emitted in any split, as at %i', async (at) => {
    const { client } = streamingClient(streamed(LIST.slice(0, at), LIST.slice(at)));
    const stream = streamObject(client, request);
    expect(await collect(stream.elements())).toEqual(CITIES.map((city) => ({ city })));
  });

  test('is emitted once it is complete, before the stream ends', async () => {
    const { client } = streamingClient(stalled('{"elements":[{"city":"Ro', 'me"}', ',{"city":"Oslo"},{"ci'));
    const stream = streamObject(client, request);
    const elements = stream.elements();
    expect(await elements.next()).toEqual({ done: false, value: { city: 'Rome' } });
    expect(await elements.next()).toEqual({ done: false, value: { city: 'Oslo' } });
    await stream.close();
    expect(await elements.next()).toEqual({ done: true, value: undefined });
  });

  test('is the one in the object, even if its validation creates a new one', async () => {
    const { client } = streamingClient(streamed(...LIST));
    const stream = streamObject(client, { elements: Box, messages });
    const elements = await collect(stream.elements());
    const object = await stream.object();
    expect(object).toEqual([{ box: 'Rome' }, { box: 'Oslo' }, { box: 'Bern' }]);
    expect(object.every((element, index) => element === elements[index])).toBe(true);
  });

  test.each<[name: string, texts: string[]]>([
    ['without the object around the list', ['[{"city":"Rome"},', '{"city":"Oslo"}]']],
    ['in a code fence', ['```json\n', '{"elements":[{"city":"Rome"},{"city":"Oslo"}]', '}\n```', '\n[1]']],
    ['after another field', ['{"count":2,"more":[[7]],"elements":[{"city":"Rome"},{"city":"Oslo"}]}']],
  ])('is found %s', async (_name, texts) => {
    const { client } = streamingClient(streamed(...texts));
    const stream = streamObject(client, request);
    expect(await collect(stream.elements())).toEqual([{ city: 'Rome' }, { city: 'Oslo' }]);
    expect(await stream.object()).toHaveLength(2);
  });

  test('may be a list, whose own elements are not emitted', async () => {
    const { client } = streamingClient(streamed('{"elements":[[1,2],', '[],[3]]}'));
    const stream = streamObject(client, { elements: z.array(z.int()), messages });
    expect(await collect(stream.elements())).toEqual([[1, 2], [], [3]]);
  });

  test('comes from the arguments of the tool', async () => {
    const reply = { toolCalls: [{ name: 'response', arguments: LIST }] };
    const { client } = objectClient([reply], DENIED.tool);
    const stream = streamObject(client, request);
    expect(await collect(stream.elements())).toEqual(CITIES.map((city) => ({ city })));
  });

  test('comes from text, if the model does not call the tool', async () => {
    const { client } = objectClient([LIST], DENIED.tool);
    expect(await collect(streamObject(client, request).elements())).toHaveLength(3);
  });
});

test('asynchronous validation keeps the order, and elements that wait for it are emitted before an error', async () => {
  const first = gate();
  const validate = async (value: unknown) => {
    if (value === 1) await first.opened;
    return { value };
  };
  const target = { elements: { type: 'integer' }, validate, messages };
  const { client } = streamingClient(streamed('{"elements":[1,', '2,3]}'), failing('{"elements":[1,2'));
  const elements = collect(streamObject(client, target).elements());
  const failed = drain(streamObject(client, target).elements());
  await vi.waitFor(() => first.open());
  expect(await elements).toEqual([1, 2, 3]);
  expect(await failed).toMatchObject({
    values: [1],
    error: { name: 'ApiError', partial: { text: '{"elements":[1,2' } },
  });
});

describe('an invalid element', () => {
  test('before any other is repaired', async () => {
    const { client, transport } = streamingClient(
      streamed('{"elements":[{"city":1},', '{"city":"Oslo"}]}'),
      streamed(LIST),
    );
    const stream = streamObject(client, request);
    expect(await collect(stream.elements())).toHaveLength(3);
    expect((await stream.response()).warnings.at(-1)).toMatchObject({ code: 'object_repaired' });
    expect(transport.requests).toHaveLength(2);
  });

  test('after another fails, without a repair', async () => {
    const { client, transport } = streamingClient(
      streamed('{"elements":[{"city":"Rome"},{"city":1},', '{"city":"Oslo"}]}'),
    );
    const stream = streamObject(client, request);
    const { values, error } = await drain(stream.elements());
    expect(values).toEqual([{ city: 'Rome' }]);
    expect(error).toMatchObject({ code: 'object_invalid', issues: [{ path: [1, 'city'] }], attempts: 1 });
    expect(error).toMatchObject({ partial: { object: [{ city: 'Rome' }, { city: 1 }, { city: 'Oslo' }] } });
    expect(await rejectionOf(stream.response())).toBe(error);
    expect(transport.requests).toHaveLength(1);
  });

  test('is one more than the maximum', async () => {
    const { client } = streamingClient(streamed(LIST));
    const { values, error } = await drain(streamObject(client, { ...request, maxElements: 2 }).elements());
    expect(values).toEqual([{ city: 'Rome' }, { city: 'Oslo' }]);
    expect(error).toMatchObject({ issues: [{ path: [2], message: 'Expected at most 2 elements.' }] });
  });

  test('may also be a list that is truncated after an element', async () => {
    const { client, transport } = streamingClient(streamed('{"elements":[{"city":"Rome"},{"ci'));
    const { values, error } = await drain(streamObject(client, request).elements());
    expect(values).toEqual([{ city: 'Rome' }]);
    expect(error).toMatchObject({ code: 'object_invalid', attempts: 1, partial: { object: [{ city: 'Rome' }, {}] } });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('a draft', () => {
  test('whose elements were emitted is the object', async () => {
    const { client } = streamingClient(streamed('{"elements":[1,2]}', ' or rather {"elements":[3,4,5]}'));
    const stream = streamObject(client, { elements: z.int(), messages });
    expect(await collect(stream.elements())).toEqual([1, 2]);
    expect(await stream.object()).toEqual([1, 2]);
  });

  test('that is invalid is skipped, and the elements are emitted at the end', async () => {
    const { client } = streamingClient(streamed('As in [1]: ', '{"elements":[{"city":"Rome"}]}'));
    const stream = streamObject(client, request);
    expect(await collect(stream.elements())).toEqual([{ city: 'Rome' }]);
    expect(await stream.object()).toEqual([{ city: 'Rome' }]);
  });

  test('that is abandoned after an element makes the object invalid', async () => {
    const { client } = streamingClient(streamed('{"elements":[1, no: ', '{"elements":[3]}'));
    const { values, error } = await drain(streamObject(client, { elements: z.int(), messages }).elements());
    expect(values).toEqual([1]);
    expect(error).toMatchObject({ code: 'object_invalid', attempts: 1 });
  });
});

describe('a second list with the same key', () => {
  test('fails if it has other elements than those that were returned', async () => {
    const { client } = streamingClient(streamed('{"elements":[1,2],"elements":[7,8,9]}'));
    const { values, error } = await drain(streamObject(client, { elements: z.int(), messages }).elements());
    expect(values).toEqual([1, 2]);
    const issues = [{ message: 'Expected a list of the same elements.' }];
    expect(error).toMatchObject({ code: 'object_invalid', issues });
  });

  test('is not the reason if the list is not JSON', async () => {
    const { client } = streamingClient(streamed('{"elements":[1,2,x'));
    const { error } = await drain(streamObject(client, { elements: z.int(), messages }).elements());
    expect(error).toMatchObject({ code: 'object_invalid', issues: [{ message: 'Expected JSON.' }] });
  });

  test('may continue the first one', async () => {
    const { client } = streamingClient(streamed('{"elements":[1],"elements":[1,2]}'));
    const stream = streamObject(client, { elements: z.int(), messages });
    expect(await collect(stream.elements())).toEqual([1, 2]);
    expect(await stream.object()).toEqual([1, 2]);
  });
});

test('elements() of an object is an invalid request', async () => {
  const { client, transport } = streamingClient(streamed('{"city":"Rome"}'));
  const stream = streamObject(client, { schema: Place, messages }) as unknown as {
    elements(): AsyncIterableIterator<unknown>;
  };
  const { error } = await drain(stream.elements());
  expect(error).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('"elements()" is for a list') as string,
  });
  expect(transport.requests).toEqual([]);
});

test('a validator that throws ends the stream at once, and closes its connection', async () => {
  const validate = (value: unknown) => (value === 2 ? Promise.reject(new TypeError('mine')) : { value });
  const { client, transport } = streamingClient(stalled('{"elements":[1,', '2,3,'));
  const stream = streamObject(client, { elements: { type: 'integer' }, validate, messages });
  const { values, error } = await drain(stream.elements());
  expect(values).toEqual([1]);
  expect(error).toMatchObject({ name: 'LmError', code: 'invalid_request', provider: 'tiny' });
  expect((error as Error).cause).toEqual(new TypeError('mine'));
  expect(await rejectionOf(stream.object())).toBe(error);
  expect(transport.requests).toMatchObject([{ open: false, canceled: true }]);
});

test('a validator that throws while the stream fails causes one error', async () => {
  const validate = () => Promise.reject(new TypeError('mine'));
  const { client } = streamingClient(failing('{"elements":[1,2,'));
  const stream = streamObject(client, { elements: { type: 'integer' }, validate, messages });
  expect(await rejectionOf(stream.elements().next())).toMatchObject({ cause: new TypeError('mine') });
});
