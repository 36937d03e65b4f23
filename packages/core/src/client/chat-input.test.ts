import { describe, expect, test } from 'vitest';
import type { ChatInput } from '../contract/chat.js';
import { setup } from '../../test/support/fake-client.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { createClient } from './create-client.js';

const hello = { role: 'user', content: 'Hello' } as const;
const brief = { role: 'system', content: 'Be brief.' } as const;
const model = 'm';

const CASES: readonly [name: string, input: ChatInput, received: object][] = [
  ['a string', 'Hello', { messages: [hello] }],
  ['a string of spaces', '  ', { messages: [{ role: 'user', content: '  ' }] }],
  ['system', { system: 'Be brief.', messages: [hello], seed: 1 }, { messages: [brief, hello], seed: 1 }],
  [
    'system and a system message',
    { system: 'First.', messages: [brief, hello] },
    {
      messages: [{ role: 'system', content: 'First.' }, brief, hello],
    },
  ],
  ['an empty system', { system: '', messages: [hello] }, { messages: [hello] }],
  ['empty lists', { messages: [hello], tools: [], stop: [], integrations: [] }, { messages: [hello] }],
  ['an empty stop', { messages: [hello], stop: '' }, { messages: [hello] }],
  ['an undefined system', { system: undefined, messages: [hello] }, { system: undefined, messages: [hello] }],
];

describe('providers receive', () => {
  test.each(CASES)('%s as messages', async (_name, input, received) => {
    const { client, plugin } = setup({}, { model });
    await client.chat(input);
    await client.chatStream(input).response();
    expect(plugin.calls.map(({ request }) => request)).toEqual([
      { ...received, model },
      { ...received, model },
    ]);
  });
});

test.each(['', []])('a completion is sent without the stop %j', async (stop) => {
  const { client, plugin } = setup({}, { model });
  await client.complete({ prompt: 'p', stop });
  await client.completeStream({ prompt: 'p', stop }).response();
  expect(plugin.calls.map(({ request }) => request)).toEqual([
    { model, prompt: 'p' },
    { model, prompt: 'p' },
  ]);
});

test('system requires a route that supports system messages', () => {
  const routes = { native: { ...ABLE_ROUTE, systemMessage: 'no' }, openai: ABLE_ROUTE } as const;
  const plugin = fakeProvider({ routes });
  const client = createClient({ plugins: [plugin], config: { provider: 'fake', model } });
  expect(client.explain({ system: 'Be brief.', messages: [hello] }).features).toContain('systemMessage');
  expect(client.explain({ system: '', messages: [hello] }).features).toEqual([]);
  expect(client.explain('Hello')).toMatchObject({ features: [], route: 'native' });
  expect(client.explain({ system: 'Be brief.', messages: [hello] })).toMatchObject({ route: 'openai' });
});

test.each<[input: ChatInput, code: string]>([
  ['', 'empty_prompt'],
  [{ system: 'Be brief.', messages: [] }, 'empty_prompt'],
])('%j is rejected before anything is sent', async (input, code) => {
  const { client, plugin } = setup({}, { model });
  await expect(client.chat(input)).rejects.toMatchObject({ code });
  await expect(client.chatStream(input).response()).rejects.toMatchObject({ code });
  expect(plugin.calls).toEqual([]);
});

test('the request of the caller is not changed', async () => {
  const { client } = setup({}, { model });
  const input = Object.freeze({ system: 'Be brief.', messages: Object.freeze([hello]) });
  await client.chat(input);
  expect(input).toEqual({ system: 'Be brief.', messages: [hello] });
});
