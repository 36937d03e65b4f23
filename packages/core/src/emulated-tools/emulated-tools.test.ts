import { rejectionOf, thrownBy } from '@lmux/test-support';
import { describe, expect, test, vi } from 'vitest';
import { createClient } from '../client/create-client.js';
import type { ChatRequest } from '../contract/chat.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { LmClient } from '../contract/lm-client.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { fakeProvider } from '../testing/fake-provider.js';
import { emulatedTools } from './emulated-tools.js';

// The client of browsers and edge runtimes.
vi.mock(import('../platform/node.js'), () => import('../platform/web.js') as never);

const TOOLS: ChatRequest = { messages: [{ role: 'user', content: 'Hi' }], tools: [{ name: 'a' }] };
const CALL = '{"next":{"tool":"a","arguments":{}}}';

function setup(hasPlugin: boolean, config: Partial<ClientConfig> = {}) {
  const able = fakeProvider({ replies: () => CALL });
  const plain = fakeProvider({
    id: 'plain',
    routes: { only: { ...ABLE_ROUTE, tools: 'no', toolChoice: 'no' } },
    replies: () => CALL,
  });
  const client: LmClient = createClient({
    plugins: [able, plain, ...(hasPlugin ? [emulatedTools] : [])],
    config: { provider: 'plain', model: 'm', ...config },
  });
  return { client, requests: () => [...able.recordedRequests, ...plain.recordedRequests] };
}

const UNSUPPORTED = { code: 'capability_unsupported', missing: [{ feature: 'tools' }] };
const NO_EMULATION = { code: 'config_invalid', message: expect.stringContaining('emulatedTools') };

describe('on the web, without the plugin,', () => {
  test('a chat with tools is planned as if tools were never emulated', async () => {
    const { client, requests } = setup(false);
    expect(client.explain(TOOLS)).toMatchObject({ route: undefined, emulated: [] });
    const errors = [
      await rejectionOf(client.chat(TOOLS)),
      await rejectionOf(client.chatStream(TOOLS).response()),
      await rejectionOf(client.chat(TOOLS, { emulate: 'missing' })),
    ];
    for (const error of errors) {
      expect(error).toMatchObject(UNSUPPORTED);
      expect(error.message).toContain('Pass the plugin emulatedTools of "@lmux/core/emulated-tools" in "plugins"');
    }
    expect(requests()).toEqual([]);
  });

  test('a chat with tools is sent to a server that has them', async () => {
    const { client, requests } = setup(false, { provider: 'fake' });
    expect(await client.chat(TOOLS)).toMatchObject({ text: CALL, toolCalls: [], warnings: [] });
    expect(requests().map(({ tools }) => tools?.length)).toEqual([1]);
  });

  test('"always" is an error for chats with tools', async () => {
    const { client, requests } = setup(false, { provider: 'fake' });
    const always = { emulate: 'always' } as const;
    expect(await rejectionOf(client.chat(TOOLS, always))).toMatchObject(NO_EMULATION);
    expect(await rejectionOf(client.chatStream(TOOLS, always).response())).toMatchObject(NO_EMULATION);
    const configured = setup(false, { provider: 'fake', ...always }).client;
    expect(await rejectionOf(configured.chat(TOOLS))).toMatchObject(NO_EMULATION);
    expect(requests()).toEqual([]);
    expect(await configured.chat({ messages: TOOLS.messages })).toMatchObject({ text: CALL });
    expect(await rejectionOf(setup(false, always).client.chat(TOOLS))).toMatchObject(NO_EMULATION);
    expect(thrownBy(() => client.explain(TOOLS, always))).toMatchObject(NO_EMULATION);
  });

  test('the plugin is not advised if tools are never to be emulated', async () => {
    const { client } = setup(false, { emulate: 'never' });
    const { message } = await rejectionOf(client.chat(TOOLS));
    expect(message).not.toContain('emulate');
  });
});

describe('on the web, with the plugin,', () => {
  test.each([
    ['plain', undefined],
    ['plain', 'missing'],
    ['plain', 'always'],
    ['fake', 'always'],
  ] as const)('provider %s has emulated tools with "%s"', async (provider, emulate) => {
    const { client, requests } = setup(true, { provider });
    const expected = { toolCalls: [{ name: 'a' }], warnings: [{ code: 'tools_emulated' }] };
    expect(client.explain(TOOLS, { emulate })).toMatchObject({ emulated: ['tools'] });
    expect(await client.chat(TOOLS, { emulate })).toMatchObject(expected);
    expect(await client.chatStream(TOOLS, { emulate }).response()).toMatchObject(expected);
    expect(requests().map(({ tools, responseFormat }) => [tools, responseFormat?.type])).toEqual([
      [undefined, 'json_schema'],
      [undefined, 'json_schema'],
    ]);
  });

  test('a chat with tools is not emulated if that is set', async () => {
    const { client } = setup(true, { emulate: 'never' });
    expect(await rejectionOf(client.chat(TOOLS))).toMatchObject(UNSUPPORTED);
  });
});
