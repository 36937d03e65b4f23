import { describe, expect, test } from 'vitest';
import type { ChatInput } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import type { Message } from '../contract/message.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { createClient } from './create-client.js';

const HELLO = { role: 'user', content: 'Hello' } as const;
const BRIEF = { role: 'system', content: 'Be brief.' } as const;

function setup(systemMessage: 'yes' | 'no' = 'yes') {
  const plugin = fakeProvider({ routes: { plain: { ...ABLE_ROUTE, systemMessage }, other: ABLE_ROUTE } });
  return { plugin, client: createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } }) };
}

describe.each<[method: string, call: (client: LmClient, input: ChatInput) => Promise<{ text: string }>]>([
  ['chat', (client, input) => client.chat(input)],
  ['chatStream', (client, input) => client.chatStream(input).response()],
])('%s', (_method, call) => {
  test.each<[kind: string, input: ChatInput, messages: readonly Message[]]>([
    ['a string as a message of the user', 'Hello', [HELLO]],
    ['"system" as the first message', { system: 'Be brief.', messages: [HELLO] }, [BRIEF, HELLO]],
    [
      '"system" before other system messages',
      { system: 'Be brief.', messages: [{ role: 'system', content: 'Be kind.' }, HELLO] },
      [BRIEF, { role: 'system', content: 'Be kind.' }, HELLO],
    ],
    ['no message for an empty "system"', { system: '', messages: [HELLO] }, [HELLO]],
    ['no message for an unset "system"', { system: undefined, messages: [HELLO] }, [HELLO]],
  ])('passes %s to the provider', async (_kind, input, messages) => {
    const { client, plugin } = setup();
    expect((await call(client, input)).text).toBe('Hello');
    expect(plugin.calls.map(({ request }) => request)).toEqual([{ messages, model: 'm' }]);
    expect(JSON.stringify(plugin.calls[0]?.request)).not.toContain('"system":');
  });

  test('does not change the request, and keeps its other fields', async () => {
    const { client, plugin } = setup();
    const request = Object.freeze({ system: 'Be brief.', messages: Object.freeze([HELLO]), seed: 7, model: 'own' });
    await call(client, request);
    expect(plugin.calls[0]?.request).toEqual({ messages: [BRIEF, HELLO], seed: 7, model: 'own' });
  });
});

test('explain() plans a string and "system" like the messages that they stand for', () => {
  const { client } = setup('no');
  expect(client.explain('Hello')).toMatchObject({ route: 'plain', features: [] });
  expect(client.explain({ system: '', messages: [HELLO] })).toMatchObject({ route: 'plain', features: [] });
  const planned = { route: 'other', features: ['systemMessage'] };
  expect(client.explain({ system: 'Be brief.', messages: [HELLO] })).toMatchObject(planned);
  expect(client.explain({ messages: [BRIEF, HELLO] })).toMatchObject(planned);
});
