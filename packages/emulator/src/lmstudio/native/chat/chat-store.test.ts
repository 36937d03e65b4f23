import { expect, test } from 'vitest';
import { ChatStore } from './chat-store.js';

const SIZE = 1024 * 1024;
const message = (text: string) => ({ role: 'user', text, images: 0 }) as const;
const kept = (store: ChatStore, count: number): number[] =>
  Array.from({ length: count }, (_, number) => number).filter((number) => store.find(String(number)) !== undefined);

test('drops the oldest chats if their texts are too large together', () => {
  const store = new ChatStore(() => 0);
  for (let number = 0; number < 5; number += 1) store.store(String(number), [message('x'.repeat(5 * SIZE))]);
  expect(kept(store, 5)).toEqual([2, 3, 4]);
});

test('counts a message that several chats share only once', () => {
  const store = new ChatStore(() => 0);
  const shared = message('x'.repeat(5 * SIZE));
  for (let number = 0; number < 100; number += 1) store.store(String(number), [shared, message('x')]);
  expect(kept(store, 100)).toHaveLength(100);
  store.store('large', [message('x'.repeat(15 * SIZE))]);
  expect(kept(store, 100)).toEqual([]);
  expect(store.find('large')).toBeDefined();
});
