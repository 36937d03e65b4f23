import { expect, test } from 'vitest';
import type { Exchange } from '../../shared/server/exchange.js';
import { ConversationStore } from './conversation-store.js';

const MIB = 1024 * 1024;
const sink = { start: async () => {}, write: async () => {}, end: async () => {} };
const exchange = (signal = new AbortController().signal): Exchange =>
  ({ sink, signal }) as Partial<Exchange> as Exchange;
const newStore = () => new ConversationStore(() => 0, new AbortController().signal);

/** Keeps a stream of this size that ends. */
const keep = (store: ConversationStore, id: string, size = 1): Promise<void> =>
  store.keep(id, exchange(), async (inner) => {
    await inner.sink.start({ status: 200, headers: {} });
    await inner.sink.write(new Uint8Array(size));
    await inner.sink.end();
  });

const kept = (store: ConversationStore, count: number): number[] =>
  Array.from({ length: count }, (_, id) => id).filter((id) => store.find(String(id)) !== undefined);

test.each([
  ['1000 streams', 1002, 1, 999],
  ['32 MiB, and the newest one', 12, 4 * MIB, 9],
])('the oldest streams are dropped above %s', async (_limit, count, size, expected) => {
  const store = newStore();
  const client = new AbortController();
  const open = store.keep('open', exchange(client.signal), () => new Promise(() => {})).catch(() => {});
  for (let id = 0; id < count; id += 1) await keep(store, String(id), size);
  expect(kept(store, count)).toEqual(Array.from({ length: expected }, (_, index) => count - expected + index));
  // One in progress is never dropped.
  expect(store.find('open')).toBeDefined();
  client.abort();
  await open;
});

test('at most 100 streams are in progress, and none of them is dropped', async () => {
  const store = newStore();
  const client = new AbortController();
  const begin = (id: string): Promise<void> => store.keep(id, exchange(client.signal), () => new Promise(() => {}));
  const open = Array.from({ length: 100 }, (_, id) => begin(String(id)));
  await expect(begin('100')).rejects.toMatchObject({ status: 503, message: 'Too many streams are in progress.' });
  // One with the same id takes the place of the other.
  open.push(begin('0'));
  expect(kept(store, 101)).toHaveLength(100);
  store.stop('1');
  await keep(store, '1', 1);
  client.abort();
  await Promise.allSettled(open);
  // Without a client, they continue. One has ended, so there is room for one more.
  await expect(begin('100')).rejects.toMatchObject({ name: 'AbortError' });
  await expect(begin('101')).rejects.toMatchObject({ status: 503 });
});
