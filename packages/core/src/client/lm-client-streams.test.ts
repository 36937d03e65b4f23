import { drain } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import type { ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import { LmError } from '../errors/lm-error.js';
import { createClient } from './create-client.js';
import type { EventSourceLike } from '../provider/provider.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { A, clientOf, request, START } from '../../test/support/stream-client.js';

const response: ChatResponse = {
  model: 'm',
  route: 'fake',
  text: 'ab',
  message: { role: 'assistant', content: 'ab' },
  toolCalls: [],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  warnings: [],
  raw: undefined,
};

const B: StreamEvent = { type: 'text-delta', text: 'b' };

const FINISH: StreamEvent = { type: 'finish', response };

/** Both kinds of source that a provider may return: events, then an error or the end. */
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

describe.each(KINDS)('%s', (_kind, make) => {
  test('yields its events, including the complete response', async () => {
    const stream = clientOf({ chatStream: () => make([START, A, B, FINISH]) }).chatStream(request);
    expect(await drain(stream)).toEqual({ values: [START, A, B, FINISH], error: undefined });
    expect(await stream.response()).toBe(response);
  });

  test('can be read as text, as a web stream, or by response()', async () => {
    const client = clientOf({ chatStream: () => make([START, A, B, FINISH]) });
    const words: string[] = [];
    for await (const word of client.chatStream(request).text()) words.push(word);
    expect(words).toEqual(['a', 'b']);
    const events: StreamEvent[] = [];
    for await (const event of client.chatStream(request).toReadableStream()) events.push(event);
    expect(events).toEqual([START, A, B, FINISH]);
    expect(await client.chatStream(request).response()).toBe(response);
  });

  test('that fails rejects with an LmError after its events', async () => {
    const cause = new TypeError('boom: my prompt');
    const stream = clientOf({ chatStream: () => make([START, A], cause) }).chatStream(request);
    const { values: events, error } = await drain(stream);
    expect(events).toEqual([START, A]);
    expect(error).toMatchObject({ name: 'LmError', code: 'unexpected_response', provider: 'fake', cause });
    expect(String(error)).not.toContain('my prompt');
    await expect(stream.response()).rejects.toBe(error);
  });

  test('that fails with an LmError rejects with the same error', async () => {
    const ours = new LmError('overloaded', 'busy');
    const { error } = await drain(clientOf({ chatStream: () => make([START], ours) }).chatStream(request));
    expect(error).toBe(ours);
    expect(ours.provider).toBe('fake');
  });

  test('that ends without finish rejects with stream_truncated', async () => {
    const { values: events, error } = await drain(clientOf({ chatStream: () => make([START, A]) }).chatStream(request));
    expect(events).toEqual([START, A]);
    expect(error).toMatchObject({ code: 'stream_truncated', provider: 'fake' });
  });

  test('that continues after finish ends at finish', async () => {
    const more = clientOf({ chatStream: () => make([START, FINISH, A, FINISH]) });
    expect(await drain(more.chatStream(request))).toEqual({ values: [START, FINISH], error: undefined });
    const broken = clientOf({ chatStream: () => make([START, FINISH], new Error('late')) });
    expect(await drain(broken.chatStream(request))).toEqual({ values: [START, FINISH], error: undefined });
  });

  test('also works for a completion', async () => {
    const client = clientOf({ completeStream: () => make([START, A, FINISH]) as never });
    expect(await client.completeStream({ prompt: 'p' }).response()).toBe(response);
  });
});

describe('the provider is not called', () => {
  test('before the stream is first read, in any way', async () => {
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

  test('if the stream is closed without being read', async () => {
    const plugin = fakeProvider();
    const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } });
    await client.chatStream(request).close();
    const stream = client.chatStream(request);
    await stream[Symbol.asyncDispose]();
    await expect(stream.response()).rejects.toMatchObject({ code: 'closed' });
    expect(plugin.calls).toEqual([]);
  });
});

describe('an error is reported by', () => {
  const denied = createClient({
    plugins: [fakeProvider({ routes: { only: { ...ABLE_ROUTE, tools: 'no' } } }), fakeProvider({ id: 'able' })],
    config: { provider: 'fake', model: 'm', emulate: 'never' },
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

  test('reading if the provider throws or returns no source', async () => {
    const fail = (): never => {
      throw new TypeError('boom');
    };
    const broken = { subscribe: fail };
    for (const chatStream of [fail, () => broken, () => undefined as never]) {
      const { error } = await drain(clientOf({ chatStream }).chatStream(request));
      expect(error).toMatchObject({ code: 'unexpected_response', provider: 'fake', cause: expect.any(TypeError) });
    }
  });
});

test('a stream has one consumer in addition to response()', async () => {
  const stream = clientOf({
    chatStream: async function* () {
      yield* [START, A, FINISH];
    },
  }).chatStream(request);
  const events = drain(stream);
  expect((await drain(stream)).error).toMatchObject({ code: 'invalid_request' });
  await expect(stream.text().next()).rejects.toMatchObject({ code: 'invalid_request' });
  expect(await stream.response()).toBe(response);
  expect(await events).toEqual({ values: [START, A, FINISH], error: undefined });
});
