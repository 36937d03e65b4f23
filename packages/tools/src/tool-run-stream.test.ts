import type { EventObserver, LmClient, StreamEvent } from '@lmux/core';
import { failOnUnhandledRejections, settled } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { messages, weather } from '../test/tool-client.js';
import { runTools } from './index.js';

failOnUnhandledRejections();

/** A client whose only chat is controlled by the test, with what the run does to its subscription. */
function controlledClient() {
  const actions: string[] = [];
  const observers: EventObserver<StreamEvent>[] = [];
  const subscription = {
    pause: () => void actions.push('pause'),
    resume: () => void actions.push('resume'),
    cancel: () => void actions.push('cancel'),
  };
  const chatStream = () => ({
    subscribe(observer: EventObserver<StreamEvent>) {
      observers.push(observer);
      return subscription;
    },
  });
  return { client: { provider: 'own', chatStream } as unknown as LmClient, actions, observers };
}

const START: StreamEvent = { type: 'start', model: 'm', route: 'r' };

test('reads from the network only while the consumer waits', async () => {
  const { client, actions, observers } = controlledClient();
  const iterator = runTools(client, { tools: [weather], messages })[Symbol.asyncIterator]();
  const first = iterator.next();
  await settled();
  expect(actions).toEqual([]);
  observers[0]?.next(START);
  await expect(first).resolves.toMatchObject({ value: { type: 'start' } });
  expect(actions).toEqual(['pause']);
  await expect(iterator.next()).resolves.toMatchObject({ value: { type: 'step-start' } });
  expect(actions.at(-1)).toBe('pause');
  const third = iterator.next();
  expect(actions.at(-1)).toBe('resume');
  await iterator.return?.();
  await expect(third).resolves.toMatchObject({ done: true });
  expect(actions.at(-1)).toBe('cancel');
});

test('reads on without a consumer that waits if the response is wanted', async () => {
  const { client, actions, observers } = controlledClient();
  const stream = runTools(client, { tools: [weather], messages });
  const iterator = stream[Symbol.asyncIterator]();
  const first = iterator.next();
  await settled();
  observers[0]?.next(START);
  await first;
  const response = stream.response();
  expect(actions).toEqual(['pause', 'resume']);
  observers[0]?.next({ type: 'text-start' });
  expect(actions).toEqual(['pause', 'resume']);
  observers[0]?.complete();
  await expect(response).rejects.toMatchObject({ code: 'stream_truncated' });
});

test('starts the next chat paused if the consumer does not wait', async () => {
  const { client, actions, observers } = controlledClient();
  const subscription = runTools(client, { tools: [weather], messages }).subscribe({
    next() {},
    error() {},
    complete() {},
  });
  subscription.pause();
  await settled();
  expect(observers).toHaveLength(1);
  expect(actions.at(-1)).toBe('pause');
  subscription.cancel();
  expect(actions.at(-1)).toBe('cancel');
});
