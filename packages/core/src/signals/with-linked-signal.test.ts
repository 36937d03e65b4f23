import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { withLinkedSignal } from './with-linked-signal.js';

test.each([0, 1])('signal %i of two aborts the linked signal with its reason', async (index) => {
  const controllers = [new AbortController(), new AbortController()];
  const linked = await withLinkedSignal(
    controllers.map(({ signal }) => signal),
    async (signal) => {
      expect(signal.aborted).toBe(false);
      controllers[index]?.abort('why');
      return signal;
    },
  );
  expect(linked).toMatchObject({ aborted: true, reason: 'why' });
});

test('a signal that is already aborted aborts the linked signal immediately', async () => {
  const { aborted } = await withLinkedSignal([undefined, AbortSignal.abort()], async (signal) => signal);
  expect(aborted).toBe(true);
});

test.each<[string, () => Promise<void>]>([
  ['after work that succeeds', async () => {}],
  ['after work that fails', () => Promise.reject(new Error('no'))],
])('%s no listener is left', async (_name, work) => {
  const { signal } = new AbortController();
  await withLinkedSignal([signal], work).catch(() => {});
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
