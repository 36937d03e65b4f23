import { collect, drain, rejectionOf, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DENIED, messages, objectClient, Place } from '../../test/support/object-client.js';
import { failing, isBeginning, reads, streamed, streamingClient } from '../../test/support/object-streams.js';
import { LmError } from '../errors/lm-error.js';
import { generateObject, streamObject, type ObjectMode, type ObjectRequest } from './index.js';

failOnUnhandledRejections();

const Trip = z.object({ name: z.string(), places: z.array(Place), note: z.string().nullable() });
const TRIP = { name: 'A "long" trip \u{1F600}', places: [{ city: 'Rome', people: 12 }, { city: 'Oslo' }], note: null };
const TEXT = JSON.stringify(TRIP);
const request = { schema: Trip, messages };

describe('partials()', () => {
  test.each([1, 2, 7, 1000])(
    'grow to the object, with at most one for each network read of %i characters',
    async (size) => {
      const pieces = TEXT.match(new RegExp(`.{1,${size}}`, 'gs')) ?? [];
      const { client, transport } = streamingClient(streamed(...pieces));
      const stream = streamObject(client, request);
      const partials = await collect(stream.partials());
      expect(partials.length).toBeLessThanOrEqual(pieces.length);
      expect(partials.filter((partial, index) => !isBeginning(partials[index - 1] ?? {}, partial))).toEqual([]);
      expect(partials.at(-1)).toEqual(TRIP);
      expect(await stream.object()).toEqual(TRIP);
      expect(transport.open).toBe(0);
    },
  );

  test('are one for a network read with several events', async () => {
    const { client } = streamingClient({
      body: [...reads(['{"na', 'me":"A"', ','], ['"note":', 'null}']), 'data: END\n\n'],
    });
    const schema = z.object({ name: z.string(), note: z.null() });
    const partials = await collect(streamObject(client, { schema, messages }).partials());
    expect(partials).toEqual([{ name: 'A' }, { name: 'A', note: null }]);
  });

  test('do not change later', async () => {
    const { client } = streamingClient(streamed(...TEXT));
    const seen: [partial: unknown, text: string][] = [];
    for await (const partial of streamObject(client, request).partials()) seen.push([partial, JSON.stringify(partial)]);
    expect(seen.map(([partial]) => JSON.stringify(partial))).toEqual(seen.map(([, text]) => text));
  });

  test.each<[name: string, target: object, texts: string[], partials: unknown[]]>([
    ['an array', { schema: z.array(z.int()) }, ['{"va', 'lue":[1', ',2', ']}'], [[], [1], [1, 2]]],
    ['a string', { schema: z.string() }, ['{"value":"a', 'b', '"}'], ['a', 'ab']],
    ['a list', { elements: z.int() }, ['{"elements":[1,', '2]}'], [[1], [1, 2]]],
    ['a list without the object around it', { elements: z.int() }, ['[1,', '2]'], [[1], [1, 2]]],
    ['a choice', { choice: ['red', 'green'] }, ['{"choice":"r', 'ed"}'], ['r', 'red']],
    [
      'an object in text',
      { schema: Place },
      ['See [1] {x} {', '\n"city":"Ro', 'me"} [2]', ' {"'],
      [{ city: 'Ro' }, { city: 'Rome' }],
    ],
  ])('of %s', async (_name, target, texts, partials) => {
    const { client } = streamingClient(streamed(...texts));
    const stream = streamObject(client, { ...target, messages } as unknown as ObjectRequest);
    expect(await collect(stream.partials())).toEqual(partials);
    expect(await stream.object()).toEqual(partials.at(-1));
  });

  test('are not validated, and the object is', async () => {
    const schema = z.object({ size: z.string().transform(Number) });
    const { client } = streamingClient(streamed('{"size":"1', '2"}'));
    const stream = streamObject(client, { schema, messages });
    expect(await collect(stream.partials())).toEqual([{ size: '1' }, { size: '12' }]);
    expect(await stream.object()).toEqual({ size: 12 });
  });

  test.each(Object.entries(DENIED) as [ObjectMode, object][])('come in the mode %s', async (mode, denied) => {
    const replies = () =>
      mode === 'tool' ? { toolCalls: [{ name: 'f', arguments: TRIP }, { name: 'g' }] } : { json: TRIP };
    const { client, plugin } = objectClient(replies, denied);
    const stream = streamObject(client, request);
    expect(await collect(stream.partials())).toEqual([TRIP]);
    const { object, warnings } = await stream.response();
    expect([object, warnings]).toEqual([TRIP, (await generateObject(client, request)).warnings]);
    const [first, second] = plugin.recordedRequests;
    expect(first).toEqual(second);
  });

  test('begin again if the response is repaired', async () => {
    const { client, transport } = streamingClient(
      streamed('{"city":"Ro', 'me","people":0}'),
      streamed('{"city":"Os', 'lo"}'),
    );
    const stream = streamObject(client, { schema: Place, messages });
    expect(await collect(stream.partials())).toEqual([
      { city: 'Ro' },
      { city: 'Rome', people: 0 },
      { city: 'Os' },
      { city: 'Oslo' },
    ]);
    const { object, warnings } = await stream.response();
    expect([object, warnings.at(-1)?.code]).toEqual([{ city: 'Oslo' }, 'object_repaired']);
    expect(transport.requests.map(({ json }) => (json as { messages: unknown[] }).messages.length)).toEqual([1, 3]);
  });

  test('begin in the next mode if the server refuses one', async () => {
    const { client, plugin } = objectClient(({ responseFormat }) =>
      responseFormat?.type === 'json_schema'
        ? new LmError('capability_unsupported', 'No.')
        : { json: TRIP, toolCalls: [] },
    );
    const stream = streamObject(client, request);
    expect(await collect(stream.partials())).toEqual([]);
    expect(await stream.object()).toEqual(TRIP);
    expect(plugin.recordedRequests).toMatchObject([{ responseFormat: {} }, { toolChoice: {} }]);
  });
});

describe('object() and response()', () => {
  const open = () => streamObject(streamingClient(streamed(...TEXT)).client, request);

  test('work alone', async () => {
    expect(await open().object()).toEqual(TRIP);
    expect(await open().response()).toMatchObject({ object: TRIP, text: TEXT, route: 'only' });
  });

  test('are the same, and the object too', async () => {
    const stream = open();
    const [first, second, object] = await Promise.all([stream.response(), stream.response(), stream.object()]);
    expect(first).toBe(second);
    expect(object).toBe(first.object);
  });

  test('work before and after a consumer', async () => {
    const stream = open();
    const before = stream.object();
    expect((await collect(stream.partials())).at(-1)).toEqual(TRIP);
    expect(await before).toEqual(TRIP);
    expect(await stream.object()).toBe(await before);
  });

  test.each(['before', 'after'])('called %s the consumer, are not held up by one that stops reading', async (when) => {
    const stream = open();
    const before = when === 'before' ? stream.object() : undefined;
    const partials = stream.partials();
    expect(await partials.next()).toEqual({ done: false, value: {} });
    expect(await (before ?? stream.object())).toEqual(TRIP);
    const rest = await collect(partials);
    expect(rest.at(-1)).toEqual(TRIP);
  });

  test('may be called before a consumer that receives the error', async () => {
    const { client } = streamingClient(failing('{"ci'));
    const stream = streamObject(client, { schema: Place, messages });
    // Nobody awaits it. The file fails on an unhandled rejection.
    void stream.object();
    expect((await drain(stream.partials())).error).toMatchObject({ code: 'server_error' });
  });

  test('leave nothing for a later consumer', async () => {
    const stream = open();
    await stream.object();
    expect(await rejectionOf(stream.partials().next())).toMatchObject({ code: 'invalid_request' });
  });
});

test('a second consumer fails with invalid_request, and the first goes on', async () => {
  const stream = streamObject(streamingClient(streamed('{"elements":[1', ',2]}')).client, {
    elements: z.int(),
    messages,
  });
  const elements = stream.elements();
  expect(await rejectionOf(stream.partials().next())).toMatchObject({ code: 'invalid_request' });
  expect(await rejectionOf(stream.elements().next())).toMatchObject({ code: 'invalid_request' });
  expect(await collect(elements)).toEqual([1, 2]);
});

test('reasoning and refusals are in the response', async () => {
  const { client } = objectClient([
    { reasoning: 'A draft: {"city":"Oslo"}', json: { city: 'Rome' } },
    { refusal: 'I refuse.' },
  ]);
  const stream = streamObject(client, { schema: Place, messages });
  expect(await collect(stream.partials())).toEqual([{ city: 'Rome' }]);
  expect(await stream.response()).toMatchObject({ object: { city: 'Rome' }, reasoning: 'A draft: {"city":"Oslo"}' });
  const refused = streamObject(client, { schema: Place, messages });
  const { values, error } = await drain(refused.partials());
  expect(values).toEqual([]);
  expect(error).toMatchObject({ code: 'object_invalid', attempts: 1, issues: [], partial: { refusal: 'I refuse.' } });
  expect(await rejectionOf(refused.object())).toBe(error);
});

describe('an error', () => {
  test('in the middle of the stream follows the partials, with the partial response', async () => {
    const { client, transport } = streamingClient(failing('{"city":"Ro', 'me'));
    const stream = streamObject(client, { schema: Place, messages });
    const { values, error } = await drain(stream.partials());
    expect(values).toEqual([{ city: 'Ro' }, { city: 'Rome' }]);
    expect(error).toMatchObject({ name: 'ApiError', provider: 'tiny', partial: { text: '{"city":"Rome' } });
    expect(await rejectionOf(stream.object())).toBe(error);
    expect([transport.requests.length, transport.open]).toEqual([1, 0]);
  });

  test('of an invalid object has the object, and is the same for all', async () => {
    const { client } = streamingClient(streamed('{"city":', '1}'));
    const stream = streamObject(client, { schema: Place, messages }, { maxRepairs: 0 });
    const object = rejectionOf(stream.object());
    const { error } = await drain(stream.partials());
    expect(error).toMatchObject({ code: 'object_invalid', provider: 'tiny', partial: { object: { city: 1 } } });
    expect(await object).toBe(error);
  });

  test('of the validator has its cause', async () => {
    const validate = () => Promise.reject(new TypeError('mine'));
    const { client } = streamingClient(streamed('{}'));
    const error = await rejectionOf(streamObject(client, { schema: { type: 'object' }, validate, messages }).object());
    expect(error).toMatchObject({ name: 'LmError', code: 'invalid_request', provider: 'tiny' });
    expect(error.cause).toEqual(new TypeError('mine'));
  });
});
