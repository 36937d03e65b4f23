import { getEventListeners } from 'node:events';
import { collect, drain, garbageCollected, rejectionOf, settled, failOnUnhandledRejections } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { messages } from '../../test/support/object-client.js';
import { failing, stalled, streamed, streamingClient } from '../../test/support/object-streams.js';
import { LmError } from '../errors/lm-error.js';
import { streamObject } from './index.js';

failOnUnhandledRejections();

const request = { elements: z.int(), messages };

function stall() {
  const { client, transport, clock } = streamingClient(stalled('{"elements":[1,', '2,', '3,'));
  const controller = new AbortController();
  const stream = streamObject(client, request, { signal: controller.signal });
  return { client, transport, clock, controller, stream };
}

type Stalled = ReturnType<typeof stall>;
type Iterate = (stalled: Stalled) => AsyncIterableIterator<unknown>;

const CONSUMERS: Readonly<Record<string, Iterate>> = {
  'partials()': ({ stream }) => stream.partials(),
  'elements()': ({ stream }) => stream.elements(),
};

/** The ways to end a stream early, and the error of a later `response()`. */
const ENDS: Readonly<
  Record<string, readonly [code: string, end: (all: Stalled, values: AsyncIterableIterator<unknown>) => unknown]>
> = {
  break: [
    'closed',
    async (_, values) => {
      for await (const value of values) if (value !== undefined) break;
    },
  ],
  throw: [
    'closed',
    async (_, values) => {
      const iterate = async (): Promise<void> => {
        for await (const value of values) throw new TypeError(`mine ${String(value)}`);
      };
      await rejectionOf(iterate());
    },
  ],
  'return()': ['closed', (_, values) => values.return?.()],
  'close()': ['closed', ({ stream }) => stream.close()],
  disposal: ['closed', ({ stream }) => stream[Symbol.asyncDispose]()],
  abort: ['aborted', ({ controller }) => controller.abort()],
  'closing the client': ['closed', ({ client }) => client.close()],
};

const CASES = Object.keys(CONSUMERS).flatMap((consumer) => Object.keys(ENDS).map((end) => [consumer, end] as const));

describe.each(CASES)('%s ended early by %s', (consumer, end) => {
  const [code, run] = ENDS[end] ?? ['', () => {}];

  test('closes the connection immediately, and leaves no timer and no listener', async () => {
    const all = stall();
    const values = (CONSUMERS[consumer] as Iterate)(all);
    await values.next();
    await run(all, values);
    const { transport, clock, controller } = all;
    expect(transport.requests).toMatchObject([{ open: false, canceled: true }]);
    expect([clock.timers, getEventListeners(controller.signal, 'abort').length]).toEqual([0, 0]);
    expect(await rejectionOf(all.stream.object())).toMatchObject({ code });
    expect(await rejectionOf(all.stream.response())).toMatchObject({ code });
  });
});

describe('a stream', () => {
  test('that is closed completes a pending read', async () => {
    const { stream } = stall();
    const elements = stream.elements();
    for (const value of [1, 2, 3]) expect(await elements.next()).toEqual({ done: false, value });
    const pending = elements.next();
    const object = rejectionOf(stream.object());
    await settled();
    await stream.close();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await object).toMatchObject({ code: 'closed' });
  });

  test('that is aborted fails a pending read and a pending object()', async () => {
    const { stream, controller, transport } = stall();
    const elements = stream.elements();
    for (const value of [1, 2, 3]) expect(await elements.next()).toEqual({ done: false, value });
    const pending = rejectionOf(elements.next());
    const object = rejectionOf(stream.object());
    controller.abort(new Error('enough'));
    expect(await pending).toMatchObject({ code: 'aborted', provider: 'tiny' });
    expect(await object).toBe(await pending);
    expect(transport.open).toBe(0);
  });

  test('that is aborted does not wait for a validator', async () => {
    const { client } = streamingClient(stalled('{"elements":[1,'));
    const controller = new AbortController();
    const validate = () => new Promise<never>(() => {});
    const target = { elements: { type: 'integer' }, validate, messages };
    const pending = rejectionOf(streamObject(client, target, { signal: controller.signal }).elements().next());
    await settled();
    controller.abort();
    expect(await pending).toMatchObject({ code: 'aborted' });
  });

  test('that is closed or disposed before it is read sends nothing', async () => {
    const { stream, transport } = stall();
    {
      await using disposed = stream;
      expect(disposed).toBe(stream);
    }
    expect(await rejectionOf(stream.object())).toMatchObject({ code: 'closed' });
    expect(await rejectionOf(stream.elements().next())).toMatchObject({ code: 'closed' });
    const { stream: other } = stall();
    await other.partials().return?.();
    expect(await rejectionOf(other.object())).toMatchObject({ code: 'closed' });
    expect(transport.requests).toEqual([]);
  });

  test('that was closed sends no repair', async () => {
    const { client, transport } = streamingClient(streamed('{"elements":["a"]}'), streamed('{"elements":[]}'));
    let close = async (): Promise<void> => {};
    const validate = async () => {
      await close();
      return { issues: [{ message: 'No.' }] };
    };
    const stream = streamObject(client, { elements: { type: 'string' }, validate, messages });
    close = () => stream.close();
    expect(await rejectionOf(stream.object())).toMatchObject({ code: 'closed' });
    await settled();
    expect(transport.requests).toHaveLength(1);
  });

  test('that nobody reads, or whose error nobody reads, causes no unhandled rejection', async () => {
    const { client, transport } = streamingClient(failing('{"elements":[1,'), new LmError('overloaded', 'Busy.'));
    streamObject(client, request);
    const failed = streamObject(client, request);
    await failed.elements().next();
    await streamObject(client, request)
      .response()
      .catch(() => {});
    await settled();
    expect(transport.requests).toHaveLength(2);
  });
});

describe('timeouts.consumer', () => {
  const open = () => {
    const { client, transport, clock } = streamingClient(stalled('{"elements":[1,', '2,'));
    return { stream: streamObject(client, request, { timeouts: { consumer: 50 } }), transport, clock };
  };

  test('ends a stream that is not read', async () => {
    const { stream, transport, clock } = open();
    const elements = stream.elements();
    await elements.next();
    clock.advance(49);
    expect(transport.open).toBe(1);
    clock.advance(1);
    expect(transport.open).toBe(0);
    // What was read before is delivered first.
    expect(await drain(elements)).toMatchObject({ values: [2], error: { code: 'consumer_timeout', provider: 'tiny' } });
    expect(await rejectionOf(stream.object())).toMatchObject({ code: 'consumer_timeout' });
    expect(clock.timers).toBe(0);
  });

  test('does not end a stream whose consumer waits for it', async () => {
    const { stream, transport, clock } = open();
    const elements = stream.elements();
    for (const value of [1, 2]) {
      expect(await elements.next()).toEqual({ done: false, value });
      clock.advance(49);
    }
    const pending = elements.next();
    await settled();
    clock.advance(500);
    expect(transport.open).toBe(1);
    await stream.close();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(clock.timers).toBe(0);
  });
});

test('nothing is read from the network while the consumer does not wait', async () => {
  let sent = 0;
  const body = (async function* () {
    for (sent = 0; sent < 9; sent += 1)
      yield `data: ${JSON.stringify({ w: sent === 0 ? '{"elements":[0' : `,${sent}` })}\n\n`;
    yield `data: {"w":"]}"}\n\ndata: END\n\n`;
  })();
  const { client } = streamingClient({ body });
  const elements = streamObject(client, request).elements();
  await elements.next();
  await settled();
  const before = sent;
  await settled();
  expect([before < 5, sent]).toEqual([true, before]);
  expect(await collect(elements)).toHaveLength(8);
});

test('a stream that was dropped is collected as garbage, which closes its connection', async () => {
  const { client, transport } = streamingClient(stalled('{"elements":[1,', '2,'));
  const read = async (): Promise<void> => void (await streamObject(client, request).elements().next());
  await read();
  await garbageCollected(() => transport.open === 0);
  expect(transport.requests).toMatchObject([{ canceled: true }]);
});
