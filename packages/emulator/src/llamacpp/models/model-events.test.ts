import { expect, test } from 'vitest';
import type { Exchange } from '../../shared/server/exchange.js';
import { ModelEvents, streamModelEvents } from './model-events.js';

test('the connection of a client that does not read is closed when more than 1000 events wait', async () => {
  const events = new ModelEvents();
  let written = 0;
  const write = (): Promise<void> => {
    written += 1;
    return new Promise(() => {});
  };
  const sink = { start: async () => {}, write, end: async () => {} };
  let outcome: unknown = 'open';
  const exchange = { sink, signal: new AbortController().signal } as Partial<Exchange> as Exchange;
  const ended = streamModelEvents(events)(exchange).catch((error: unknown) => {
    outcome = error;
  });
  const send = (count: number): void => {
    for (let event = 0; event < count; event += 1) events.send({ model: 'm', event: 'status_change' });
  };
  send(1000);
  await new Promise((resolve) => setImmediate(resolve));
  expect([outcome, written]).toEqual(['open', 1]);
  send(1);
  await ended;
  expect(outcome).toMatchObject({ message: 'The client does not read the events.' });
});
