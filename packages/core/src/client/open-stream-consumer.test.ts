import { garbageCollected, rejectionOf } from '@lmux/test-support';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { CallOptions } from '../contract/call-options.js';
import type { ChatResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { EventObserver } from '../contract/streams.js';
import { StreamError } from '../errors/stream-error.js';
import type { Logger } from '../logging/logger.js';
import type { EventSourceLike } from '../provider/provider.js';
import { FakeClock } from '../testing/fake-clock.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { A, request, START } from '../../test/support/stream-client.js';
import { createClient } from './create-client.js';

const RESPONSE: ChatResponse = {
  model: 'm',
  route: 'fake',
  text: 'a',
  reasoning: 'r',
  message: { role: 'assistant', content: 'a', reasoning: 'r' },
  toolCalls: [],
  toolResults: [],
  finishReason: { unified: 'stop', raw: 'stop' },
  warnings: [],
  raw: undefined,
};

/** Opens a stream of a hand-written source, which knows nothing of the consumer. */
function open(source: EventSourceLike<StreamEvent>, options?: CallOptions, timeouts: CallOptions['timeouts'] = {}) {
  const clock = new FakeClock();
  const log = vi.fn<Logger['warn']>();
  const client = createClient({
    plugins: [fakeProvider({ methods: { chatStream: () => source } })],
    config: { provider: 'fake', model: 'm', timeouts },
    clock,
    logger: { debug() {}, info() {}, warn: log, error() {} },
  });
  return { stream: client.chatStream(request, options), clock, log };
}

/** Returns a source that never ends after its events, and the function that is called when it is canceled. */
function endless() {
  const cancel = vi.fn<() => void>();
  const source = {
    subscribe(observer: EventObserver<StreamEvent>) {
      queueMicrotask(() => [START, A].forEach((event) => observer.next(event)));
      return { pause() {}, resume() {}, cancel };
    },
  };
  return { source, cancel };
}

describe('a source that knows nothing of its consumer', () => {
  test('is canceled by the consumer timeout, after which its queued events are still delivered', async () => {
    const { source, cancel } = endless();
    const { stream, clock } = open(source, { timeouts: { consumer: 50 } });
    const events = stream[Symbol.asyncIterator]();
    expect(await events.next()).toEqual({ done: false, value: START });
    clock.advance(49);
    expect(cancel).not.toHaveBeenCalled();
    clock.advance(1);
    expect(cancel).toHaveBeenCalledOnce();
    expect(await events.next()).toEqual({ done: false, value: A });
    const error = await rejectionOf(events.next());
    expect(error).toMatchObject({ code: 'consumer_timeout', provider: 'fake', message: expect.any(String) });
    expect((error as Error).message).toContain('chat.stream of fake');
    await expect(stream.response()).rejects.toBe(error);
    expect(clock.timers).toBe(0);
  });

  test.each<[string, (stream: ReturnType<typeof open>['stream']) => Promise<unknown>]>([
    ['break', async (stream) => stream.close()],
    ['the end of its events', async (stream) => stream.response().catch(() => {})],
  ])('leaves no timer after %s', async (_what, end) => {
    const { stream, clock } = open(
      (async function* () {
        yield START;
        yield { type: 'finish', response: RESPONSE } as const;
      })(),
      { timeouts: { consumer: 50 } },
    );
    await stream[Symbol.asyncIterator]().next();
    expect(clock.timers).toBe(1);
    await end(stream);
    expect(clock.timers).toBe(0);
  });

  test('is canceled by the consumer timeout of the configuration', async () => {
    const { source, cancel } = endless();
    const { stream, clock } = open(source, {}, { consumer: 50 });
    await stream[Symbol.asyncIterator]().next();
    clock.advance(50);
    expect(cancel).toHaveBeenCalledOnce();
    await expect(stream.response()).rejects.toMatchObject({ code: 'consumer_timeout' });
  });

  test('sets no timer without the timeout', async () => {
    const { source } = endless();
    const { stream, clock } = open(source);
    await stream[Symbol.asyncIterator]().next();
    expect(clock.timers).toBe(0);
    await stream.close();
  });

  test('is canceled when its stream and iterator are collected as garbage, which is logged', async () => {
    const { source, cancel } = endless();
    const begin = async () => {
      const { stream, log } = open(source);
      await stream[Symbol.asyncIterator]().next();
      return { log };
    };
    const { log } = await begin();
    await garbageCollected(() => cancel.mock.calls.length === 1);
    expect(log).toHaveBeenCalledExactlyOnceWith('closing stream that was dropped without being closed', {
      call: 'chat.stream of fake',
    });
  });

  test('works in a runtime without FinalizationRegistry', async () => {
    vi.stubGlobal('FinalizationRegistry', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const { source, cancel } = endless();
    const { stream } = open(source);
    for await (const event of stream) if (event.type === 'text-delta') break;
    expect(cancel).toHaveBeenCalledOnce();
  });
});

describe('collect: false with a source that keeps its output', () => {
  test('leaves it out of the response', async () => {
    const source = (async function* (): AsyncGenerator<StreamEvent> {
      yield START;
      yield A;
      yield { type: 'finish', response: RESPONSE };
    })();
    const events: StreamEvent[] = [];
    const { stream } = open(source, { collect: false });
    for await (const event of stream) events.push(event);
    expect(events.slice(0, 2)).toEqual([START, A]);
    const { reasoning: _reasoning, ...rest } = RESPONSE;
    const expected = {
      ...rest,
      text: '',
      message: { role: 'assistant', content: '' },
      warnings: [{ code: 'text_not_collected', message: expect.any(String) }],
    };
    expect(await stream.response()).toEqual(expected);
    expect(events[2]).toEqual({ type: 'finish', response: expected });
    expect(RESPONSE.text).toBe('a');
  });

  test('leaves it out of the partial response', async () => {
    const failure = new StreamError('server_error', 'It failed.', { partial: { text: 'a' } });
    const { stream } = open(
      (async function* (): AsyncGenerator<StreamEvent> {
        yield START;
        throw failure;
      })(),
      { collect: false },
    );
    await expect(stream.response()).rejects.toBe(failure);
    expect(failure.partial).toMatchObject({ text: '', warnings: [{ code: 'text_not_collected' }] });
  });

  test('applies to streams only', async () => {
    const client = createClient({ plugins: [fakeProvider()], config: { provider: 'fake', model: 'm' } });
    expect((await client.chat(request, { collect: false })).text).toBe('one two');
    expect((await client.complete({ prompt: 'one' }, { collect: false })).text).toBe('one');
    expect((await client.chatStream(request, { collect: false }).response()).text).toBe('');
    expect((await client.completeStream({ prompt: 'one' }, { collect: false }).response()).text).toBe('');
  });
});
