import { getEventListeners } from 'node:events';
import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { ClientConfig } from '../contract/client-config.js';
import type { LmClient } from '../contract/lm-client.js';
import { ApiError } from '../errors/api-error.js';
import { generateObject } from '../objects/generate-object.js';
import { fakeProvider } from '../testing/fake-provider.js';
import type { FakeReplyFunction } from '../testing/fake-reply.js';
import { createClient } from '../client/create-client.js';

const TOOLS: ChatRequest = { messages: [{ role: 'user', content: 'Weather?' }], tools: [{ name: 'a' }] };
const CALL = '{"next":{"tool":"a","arguments":{}}}';
const OVERFLOW = new ApiError('context_overflow', 'The prompt is too long.', { provider: 'fake', status: 400 });
const REFUSAL = new ApiError('invalid_request', 'm does not support tools', { provider: 'fake', status: 400 });

function setup(emulated: FakeReplyFunction, config: Partial<ClientConfig> = {}) {
  const plugin = fakeProvider({ replies: (request) => (request.tools === undefined ? emulated(request) : REFUSAL) });
  const client: LmClient = createClient({
    plugins: [plugin],
    config: { provider: 'fake', model: 'm', retry: false, ...config },
  });
  return { client, plugin };
}

type Read = (client: LmClient, options?: CallOptions, request?: ChatRequest) => Promise<ChatResponse>;

describe.each<[name: string, read: Read]>([
  ['chat', (client, options, request = TOOLS) => client.chat(request, options)],
  ['chatStream', (client, options, request = TOOLS) => client.chatStream(request, options).response()],
])('%s that is sent again with emulated tools', (_name, read) => {
  test('has the warning about an insecure key once', async () => {
    const { client } = setup(() => CALL, { baseUrl: 'http://example.com', apiToken: 'sk-abcdefgh' });
    const codes = async (): Promise<string[]> => (await read(client)).warnings.map(({ code }) => code).toSorted();
    expect(await codes()).toEqual(['insecure_key', 'tools_emulated']);
    expect(await codes()).toEqual(['tools_emulated']);
  });

  test('leaves the warning about an insecure key to the next call if it fails', async () => {
    let failures = 1;
    const { client } = setup(
      () => ((failures -= 1) === 0 ? new ApiError('server_error', 'busy', { status: 500 }) : CALL),
      {
        baseUrl: 'http://example.com',
        apiToken: 'sk-abcdefgh',
      },
    );
    expect(await rejectionOf(read(client))).toMatchObject({ code: 'server_error' });
    expect((await read(client)).warnings.map(({ code }) => code)).toContain('insecure_key');
  });

  test('is trimmed if the prompt with emulated tools is too long, and says why they are emulated', async () => {
    const sizes: number[] = [];
    const { client } = setup(
      ({ messages }) => {
        sizes.push(messages.length);
        return sizes.length === 1 ? OVERFLOW : CALL;
      },
      { contextOverflow: 'trim' },
    );
    const history: ChatRequest['messages'] = ['One', 'Two', 'Three'].map((content) => ({ role: 'user', content }));
    const { warnings } = await read(client, {}, { ...TOOLS, messages: history });
    expect(sizes[1]).toBeLessThan(sizes[0] ?? 0);
    expect(warnings.map(({ code }) => code)).toEqual(['tools_emulated', 'history_trimmed']);
    expect(warnings[0]?.message).toContain('because the server refused them.');
  });

  test('ends with an abort during the second request', async () => {
    const controller = new AbortController();
    const { client, plugin } = setup(() => {
      controller.abort();
      return CALL;
    });
    expect(await rejectionOf(read(client, { signal: controller.signal }))).toMatchObject({ code: 'aborted' });
    expect(plugin.recordedRequests.map(({ tools }) => tools?.length)).toEqual([1, undefined]);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

test('an object is generated without emulated tools', async () => {
  const { client, plugin } = setup(() => '{"n":1}', { emulate: 'always' });
  const { object } = await generateObject(client, { messages: TOOLS.messages, schema: z.object({ n: z.int() }) });
  expect(object).toEqual({ n: 1 });
  expect(plugin.recordedRequests).toHaveLength(1);
  expect(plugin.recordedRequests[0]).toMatchObject({
    responseFormat: { type: 'json_schema', schema: { properties: { n: { type: 'integer' } } } },
  });
});
