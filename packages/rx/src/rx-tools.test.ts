import { createClient } from '@lmux/core';
import { fakeProvider, type FakeProviderOptions } from '@lmux/core/testing';
import { tool } from '@lmux/tools';
import { lastValueFrom, take, toArray } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { aMoment, listen, open } from '../test/open-client.js';
import { accumulate } from './operators/accumulate.js';
import { finalResponse, textDeltas } from './operators/select-from-events.js';
import { verifyEvents } from './operators/verify-events.js';
import { rx } from './rx.js';

const CALL = { toolCalls: [{ name: 'get_weather' }] };
const messages = [{ role: 'user', content: 'Paris?' }] as const;
const weather = tool({ name: 'get_weather', run: () => 'sunny' });

function fakeClient(replies: FakeProviderOptions['replies']) {
  const plugin = fakeProvider({ replies });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model: 'fake-model' } });
  return { plugin, operations: rx(client) };
}

test('emits the events of all steps, which follow the grammar of a stream', async () => {
  const { plugin, operations } = fakeClient([CALL, CALL, 'Sunny.', 'Rainy.']);
  const run$ = operations.runTools({ tools: [weather], messages });
  expect(plugin.calls).toHaveLength(0);
  const events = await lastValueFrom(run$.pipe(verifyEvents(), toArray()));
  expect(events.filter(({ type }) => type === 'tool-run-end')).toMatchObject([
    { result: 'sunny' },
    { result: 'sunny' },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'finish', response: { text: 'Sunny.', steps: [{}, {}, {}] } });
  // Each subscription is a run.
  await expect(lastValueFrom(run$.pipe(finalResponse()))).resolves.toMatchObject({ text: 'Rainy.', steps: [{}] });
});

test('can be used with the operators of a chat', async () => {
  const { operations } = fakeClient([{ text: 'Look. ', ...CALL }, 'Sunny.', { text: 'Look. ', ...CALL }, 'Sunny.']);
  const run$ = operations.runTools({ tools: [weather], messages });
  const texts = await lastValueFrom(run$.pipe(textDeltas(), toArray()));
  expect(texts.join('')).toBe('Look. Sunny.');
  await expect(lastValueFrom(run$.pipe(accumulate()))).resolves.toMatchObject({
    status: 'done',
    text: 'Look. Sunny.',
    toolCalls: [{ name: 'get_weather' }],
    message: { content: 'Sunny.' },
  });
});

test('delivers every error to the subscriber', async () => {
  const { plugin, operations } = fakeClient([]);
  const { values, ends, unseen, ended } = listen(operations.runTools({ tools: [], messages }));
  await ended;
  expect([values, unseen, plugin.calls]).toEqual([[], [], []]);
  expect(ends).toEqual([expect.objectContaining({ code: 'invalid_request' })]);
});

test('aborts the signal of a tool on unsubscribe, and sends nothing more', async () => {
  const { plugin, operations } = fakeClient([CALL, 'Sunny.']);
  const signals: AbortSignal[] = [];
  const endless = tool({ name: 'get_weather', run: (_, { signal }) => new Promise<never>(() => signals.push(signal)) });
  const { ends, unseen, subscription } = listen(operations.runTools({ tools: [endless], messages }));
  await vi.waitFor(() => expect(signals).toHaveLength(1));
  subscription.unsubscribe();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  await aMoment();
  expect([ends, unseen]).toEqual([[], []]);
  expect(plugin.recordedRequests).toHaveLength(1);
});

test('closes the connection when the subscriber takes no more', async () => {
  const options = { reply: 'Sunny today', faults: [{ kind: 'stall', afterEvents: 3 }] } as const;
  const { emulator, client } = await open(options, { modelCapabilities: 'off' });
  const { values, ends, unseen, ended } = listen(
    rx(client)
      .runTools({ tools: [weather], messages })
      .pipe(take(2)),
  );
  await ended;
  await emulator.clientDisconnected(1);
  await emulator.socketsClosed();
  expect(values.map(({ type }) => type)).toEqual(['start', 'step-start']);
  expect([ends, unseen]).toEqual([['complete'], []]);
});

test('sends nothing if it is aborted or unsubscribed at once', async () => {
  const { plugin, operations } = fakeClient([]);
  const request = { tools: [weather], messages };
  await expect(lastValueFrom(operations.runTools(request, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
    code: 'aborted',
  });
  const { values, ends, unseen, subscription } = listen(operations.runTools(request));
  subscription.unsubscribe();
  await aMoment();
  expect([values, ends, unseen, plugin.calls]).toEqual([[], [], [], []]);
});
