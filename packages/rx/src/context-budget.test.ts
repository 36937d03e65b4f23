import { createClient, type ChatInput } from '@lmux/core';
import { fakeProvider } from '@lmux/core/testing';
import { from, lastValueFrom, Subject, toArray } from 'rxjs';
import { expect, test, vi } from 'vitest';
import { contextBudget, type ContextBudget } from './context-budget.js';

function setup(methods: Parameters<typeof fakeProvider>[0] = {}) {
  const plugin = fakeProvider({ models: [{ id: 'small', loaded: true, contextLength: 10 }], ...methods });
  return createClient({ plugins: [plugin], config: { provider: 'fake', model: 'small' } });
}

test('emits how much of the context each chat uses', async () => {
  const client = setup();
  await client.models.describe();
  for (const [input, budget] of [
    ['one two three', { used: 3, remaining: 7 }],
    [
      { messages: [{ role: 'user', content: 'one' }], maxOutputTokens: 4 },
      { used: 1, remaining: 5 },
    ],
    ['1 2 3 4 5 6 7 8 9 10 11', { used: 11, remaining: -1 }],
  ] satisfies [ChatInput, Partial<ContextBudget>][]) {
    const budgets = await lastValueFrom(from([input]).pipe(contextBudget(client), toArray()));
    expect(budgets).toEqual([{ ...budget, contextLength: 10, exact: true, bound: undefined }]);
  }
});

test('ends the count of a chat when the next one arrives, and on unsubscribe', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const client = setup({
    methods: {
      countTokens: (_, { options }) => {
        signals.push(options.signal);
        return new Promise(() => {});
      },
    },
  });
  const aborted = () => signals.map((signal) => signal?.aborted);
  const drafts = new Subject<ChatInput>();
  const subscription = drafts.pipe(contextBudget(client)).subscribe();
  drafts.next('one');
  await vi.waitFor(() => expect(aborted()).toEqual([false]));
  drafts.next('one two');
  await vi.waitFor(() => expect(aborted()).toEqual([true, false]));
  subscription.unsubscribe();
  expect(aborted()).toEqual([true, true]);
});

test('fails if a chat cannot be counted', async () => {
  const source = from([{ messages: 'none' } as unknown as ChatInput]).pipe(contextBudget(setup()));
  await expect(lastValueFrom(source)).rejects.toMatchObject({ code: 'invalid_request' });
});
