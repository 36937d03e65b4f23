import { describe, expect, test, vi } from 'vitest';
import type { ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import { createClient } from './create-client.js';
import type { EventSourceLike, Provider } from '../provider/provider.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';

const request = { messages: [{ role: 'user', content: 'one two' }] } as const;

const response: ChatResponse = {
  model: 'm',
  route: 'fake',
  text: 'ab',
  toolCalls: [],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  warnings: [],
  raw: undefined,
};
const START: StreamEvent = { type: 'start', model: 'm', route: 'fake' };
const A: StreamEvent = { type: 'text-delta', text: 'a' };
const B: StreamEvent = { type: 'text-delta', text: 'b' };
const FINISH: StreamEvent = { type: 'finish', response };

function clientOf(methods: Provider): LmClient {
  return createClient({ plugins: [fakeProvider({ methods })], config: { provider: 'fake', model: 'm' } });
}

/** Both kinds of source that a provider may give: events, then an error or an end. */
const KINDS: readonly [
  kind: string,
  make: (events: readonly StreamEvent[], error?: Error) => EventSourceLike<StreamEvent>,
][] = [
  [
    'a generator',
    async function* (events, error) {
      for (const event of events) yield await Promise.resolve(event);
      if (error !== undefined) throw error;
    },
  ],
  [
    'a push source',
    (events, error) => ({
      subscribe(observer: EventObserver<StreamEvent>) {
        for (const event of events) observer.next(event);
        if (error === undefined) observer.complete();
        else observer.error(error);
        return { pause() {}, resume() {}, cancel() {} };
      },
    }),
  ],
];

async function read(stream: AsyncIterable<StreamEvent>): Promise<{ events: StreamEvent[]; error: unknown }> {
  const events: StreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    return { events, error };
  }
  return { events, error: undefined };
}

describe.each(KINDS)('%s', (_kind, make) => {
  test('gives its events, whole response included', async () => {
    const stream = clientOf({ chatStream: () => make([START, A, B, FINISH]) }).chatStream(request);
    expect(await read(stream)).toEqual({ events: [START, A, B, FINISH], error: undefined });
    expect(await stream.response()).toBe(response);
  });

  test('gives its text, a web stream, or the response alone', async () => {
    const client = clientOf({ chatStream: () => make([START, A, B, FINISH]) });
    const words: string[] = [];
    for await (const word of client.chatStream(request).text()) words.push(word);
    expect(words).toEqual(['a', 'b']);
    const events: StreamEvent[] = [];
    for await (const event of client.chatStream(request).toReadableStream()) events.push(event);
    expect(events).toEqual([START, A, B, FINISH]);
    expect(await client.chatStream(request).response()).toBe(response);
  });

  test('that fails fails with an LmError, after its events', async () => {
    const cause = new TypeError('boom: my prompt');
    const stream = clientOf({ chatStream: () => make([START, A], cause) }).chatStream(request);
    const { events, error } = await read(stream);
    expect(events).toEqual([START, A]);
    expect(error).toMatchObject({ name: 'LmError', code: 'unexpected_response', provider: 'fake', cause });
    expect(String(error)).not.toContain('my prompt');
    await expect(stream.response()).rejects.toBe(error);
  });

  test('that fails with an LmError keeps it', async () => {
    const ours = new LmError('overloaded', 'busy');
    const { error } = await read(clientOf({ chatStream: () => make([START], ours) }).chatStream(request));
    expect(error).toBe(ours);
    expect(ours.provider).toBe('fake');
  });

  test('that ends without finish is truncated', async () => {
    const { events, error } = await read(clientOf({ chatStream: () => make([START, A]) }).chatStream(request));
    expect(events).toEqual([START, A]);
    expect(error).toMatchObject({ code: 'stream_truncated', provider: 'fake' });
  });

  test('that goes on after finish ends there', async () => {
    const more = clientOf({ chatStream: () => make([START, FINISH, A, FINISH]) });
    expect(await read(more.chatStream(request))).toEqual({ events: [START, FINISH], error: undefined });
    const broken = clientOf({ chatStream: () => make([START, FINISH], new Error('late')) });
    expect(await read(broken.chatStream(request))).toEqual({ events: [START, FINISH], error: undefined });
  });

  test('streams a completion too', async () => {
    const client = clientOf({ completeStream: () => make([START, A, FINISH]) as never });
    expect(await client.completeStream({ prompt: 'p' }).response()).toBe(response);
  });
});

describe('nothing is called before the first pull', () => {
  test('by any way to read', async () => {
    const plugin = fakeProvider();
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
    const iterator = client.chatStream(request)[Symbol.asyncIterator]();
    const words = client.chatStream(request).text();
    const reader = client.chatStream(request).toReadableStream().getReader();
    const completion = client.completeStream({ prompt: 'p' })[Symbol.asyncIterator]();
    await Promise.resolve();
    expect(plugin.calls).toEqual([]);
    await Promise.all([iterator.next(), words.next(), reader.read(), completion.next()]);
    expect(plugin.calls.map(({ method }) => method)).toEqual([
      'chatStream',
      'chatStream',
      'chatStream',
      'completeStream',
    ]);
  });

  test('nor when it is closed unread', async () => {
    const plugin = fakeProvider();
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
    await client.chatStream(request).close();
    const stream = client.chatStream(request);
    await stream[Symbol.asyncDispose]();
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(plugin.calls).toEqual([]);
  });
});

describe('errors come out of reading', () => {
  const denied = createClient({
    plugins: [fakeProvider({ routes: { only: { ...ABLE_ROUTE, tools: 'no' } } }), fakeProvider({ id: 'able' })],
    config: { provider: 'fake', model: 'm' },
  });
  const READS: readonly [name: string, read: (request: never) => Promise<unknown>][] = [
    ['iterating', (wrong) => denied.chatStream(wrong)[Symbol.asyncIterator]().next()],
    ['text()', (wrong) => denied.chatStream(wrong).text().next()],
    ['toReadableStream()', (wrong) => denied.chatStream(wrong).toReadableStream().getReader().read()],
    ['response()', (wrong) => denied.chatStream(wrong).response()],
    [
      'subscribe()',
      (wrong) =>
        new Promise((resolve, reject) => {
          denied.chatStream(wrong).subscribe({ next: resolve, error: reject, complete: () => resolve('complete') });
        }),
    ],
  ];
  test.each(READS)('%s', async (_name, pull) => {
    await expect(pull({ messages: [] } as never)).rejects.toMatchObject({ code: 'empty_prompt', provider: 'fake' });
    await expect(pull({ ...request, tools: [{ name: 'f' }] } as never)).rejects.toMatchObject({
      name: 'CapabilityError',
      missing: [{ feature: 'tools', routes: ['only'] }],
      supportedBy: ['able'],
    });
  });

  test('also of a provider that throws instead of giving a source, or from it', async () => {
    const fail = (): never => {
      throw new TypeError('boom');
    };
    const broken = { subscribe: fail };
    for (const chatStream of [fail, () => broken, () => undefined as never]) {
      const { error } = await read(clientOf({ chatStream }).chatStream(request));
      expect(error).toMatchObject({ code: 'unexpected_response', provider: 'fake', cause: expect.any(TypeError) });
    }
  });
});

describe('canceling', () => {
  /** A source that waits for ever behind its first event, and tells when it is left. */
  function endless(): { source: EventSourceLike<StreamEvent>; left: () => boolean } {
    const cancel = vi.fn<() => void>();
    const source = {
      subscribe(observer: EventObserver<StreamEvent>) {
        queueMicrotask(() => observer.next(START));
        return { pause() {}, resume() {}, cancel };
      },
    };
    return { source, left: () => cancel.mock.calls.length === 1 };
  }

  test('breaking out of the loop cancels the source', async () => {
    const { source, left } = endless();
    for await (const event of clientOf({ chatStream: () => source }).chatStream(request)) {
      expect(event).toBe(START);
      break;
    }
    expect(left()).toBe(true);
  });

  test('by close: a pending pull is done, the response rejects', async () => {
    const { source, left } = endless();
    const stream = clientOf({ chatStream: () => source }).chatStream(request);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    await stream.close();
    expect(await pending).toEqual({ done: true, value: undefined });
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(left()).toBe(true);
  });

  test('by cancelling the web stream', async () => {
    const { source, left } = endless();
    const reader = clientOf({ chatStream: () => source })
      .chatStream(request)
      .toReadableStream()
      .getReader();
    await reader.read();
    await reader.cancel();
    expect(left()).toBe(true);
  });

  test('a generator runs its finally', async () => {
    const tidied = vi.fn<() => void>();
    async function* events(): AsyncGenerator<StreamEvent> {
      try {
        yield START;
        yield A;
      } finally {
        tidied();
      }
    }
    for await (const _ of clientOf({ chatStream: events }).chatStream(request)) break;
    await Promise.resolve();
    expect(tidied).toHaveBeenCalledOnce();
  });

  test('a foreign error that an abort brought about is an abort', async () => {
    const controller = new AbortController();
    const client = clientOf({
      async *chatStream(_request, { options: { signal } }) {
        yield START;
        await new Promise((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))),
        );
      },
    });
    const iterator = client.chatStream(request, { signal: controller.signal })[Symbol.asyncIterator]();
    await iterator.next();
    const pending = iterator.next();
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(pending).rejects.toMatchObject({ code: 'aborted', cause: reason });
  });
});

test('a stream has one consumer; response() works beside it', async () => {
  const stream = clientOf({
    chatStream: async function* () {
      yield* [START, A, FINISH];
    },
  }).chatStream(request);
  const events = read(stream);
  expect((await read(stream)).error).toMatchObject({ code: 'invalid_request' });
  await expect(stream.text().next()).rejects.toMatchObject({ code: 'invalid_request' });
  expect(await stream.response()).toBe(response);
  expect(await events).toEqual({ events: [START, A, FINISH], error: undefined });
});
