import { createClient, type Limits, type LmClient, type StreamEvent } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../test/events.js';
import { rx } from './rx.js';

function fakeClient(limits: Limits = {}) {
  const plugin = fakeProvider();
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'fake-model', limits } });
  return { calls: plugin.calls, operations: rx(client) };
}

describe('rx', () => {
  test('calls each method once for each subscription, and not before', async () => {
    const { calls, operations } = fakeClient();
    const messages = [{ role: 'user', content: 'one two' }] as const;
    const { models } = operations;
    const load = models.load({ model: 'fake-model' });
    expect(calls).toHaveLength(0);

    await expect(lastValueFrom(operations.tokens({ messages }).pipe(toArray()))).resolves.toEqual(['one', ' two']);
    await expect(lastValueFrom(operations.tokens('three').pipe(toArray()))).resolves.toEqual(['three']);
    await expect(lastValueFrom(operations.chat('four'))).resolves.toMatchObject({ response: { text: 'four' } });
    await expect(lastValueFrom(operations.chat({ messages }))).resolves.toMatchObject({ type: 'finish' });
    await expect(lastValueFrom(operations.complete({ prompt: 'one' }))).resolves.toMatchObject({
      response: { text: 'one' },
    });
    await expect(lastValueFrom(operations.embed({ input: 'one' }))).resolves.toMatchObject({ model: 'fake-model' });
    await expect(lastValueFrom(models.list())).resolves.toHaveLength(2);
    await expect(lastValueFrom(models.isRunning('fake-model'))).resolves.toBe(false);
    await expect(lastValueFrom(load)).resolves.toMatchObject({ instanceId: 'fake-model' });
    await expect(lastValueFrom(load)).resolves.toMatchObject({ instanceId: 'fake-model:2' });
    await expect(lastValueFrom(models.ensureLoaded({}))).resolves.toMatchObject({ instanceId: 'fake-model' });
    await expect(lastValueFrom(models.unload('fake-model'))).resolves.toEqual({ instanceId: 'fake-model' });
    expect(calls.filter(({ method }) => method === 'loadModel')).toHaveLength(2);
  });

  test('emits one response for an embedding that is split', async () => {
    const { calls, operations } = fakeClient({ embedInputs: 2 });
    const responses = await lastValueFrom(operations.embed({ input: ['a', 'b', 'c'] }).pipe(toArray()));
    expect(responses.map(({ embeddings }) => embeddings.length)).toEqual([3]);
    expect(calls.map(({ request }) => request)).toMatchObject([{ input: ['a', 'b'] }, { input: ['c'] }]);
  });

  test('emits the progress of a download until it is completed', async () => {
    const { calls, operations } = fakeClient();
    const download = operations.models.download({ model: 'new' }, { intervalMs: 1 });
    const jobs = await lastValueFrom(download.pipe(toArray()));
    expect(jobs.map(({ status, fraction }) => [status, fraction])).toEqual([
      ['downloading', 0],
      ['downloading', 0.5],
      ['completed', 1],
    ]);
    expect(calls.map(({ method }) => method)).toEqual(['downloadModel', 'downloadStatus', 'downloadStatus']);
    const again = operations.models.watchDownload('job-1', { intervalMs: 1 });
    await expect(lastValueFrom(again)).resolves.toMatchObject({ status: 'completed' });
  });

  test('stops polling a download on unsubscribe', async () => {
    const { calls, operations } = fakeClient();
    await firstValueFrom(operations.models.download({ model: 'new' }, { intervalMs: 5 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls.map(({ method }) => method)).toEqual(['downloadModel']);
  });

  test('accepts a custom client with iterable streams, methods that throw and missing methods', async () => {
    let aborted = false;
    const handmade = {
      chatStream: async function* (_request: unknown, { signal }: { signal: AbortSignal }) {
        signal.addEventListener('abort', () => (aborted = true));
        yield EVENTS.s;
        yield EVENTS.t;
        await new Promise(() => {});
      },
      embed() {
        throw new Error('thrown');
      },
    } as unknown as LmClient;
    const operations = rx(handmade);
    const events = await lastValueFrom(operations.chat({ messages: [] }).pipe(take(2), toArray()));
    expect(events).toEqual([EVENTS.s, EVENTS.t] satisfies StreamEvent[]);
    expect(aborted).toBe(true);
    await expect(lastValueFrom(operations.embed({ input: '' }))).rejects.toThrow('thrown');
    await expect(lastValueFrom(operations.models.list())).rejects.toThrow(TypeError);
  });

  test('stops a source that pushes before subscribe returns', async () => {
    const seen: string[] = [];
    const eager = {
      chatStream: (_request: unknown, { signal }: { signal: AbortSignal }) => ({
        subscribe(observer: { next(event: StreamEvent): void; error(error: unknown): void }) {
          for (const event of [EVENTS.s, EVENTS.t, EVENTS.T]) {
            observer.next(event);
            seen.push(`${event.type} ${signal.aborted}`);
          }
          observer.error(new Error('canceled'));
          return { pause() {}, resume() {}, cancel: () => void seen.push('canceled') };
        },
      }),
    } as unknown as LmClient;
    const events = await lastValueFrom(rx(eager).chat({ messages: [] }).pipe(take(1), toArray()));
    expect(events).toEqual([EVENTS.s]);
    expect(seen[0]).toBe('start true');
  });
});
