import { readFileSync } from 'node:fs';
import { createClient, type ChatRequest } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { ollama } from '@lmux/provider-ollama';
import { chatRequest, closeAfterTest } from '@lmux/test-support';
import { expect, test } from 'vitest';

const GUIDE = readFileSync(new URL('../docs/guide/tools.md', import.meta.url), 'utf8');

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

const TOOLS: ChatRequest['tools'] = [
  { name: 'get_weather', description: 'The weather of a city.', parameters: CITY },
  { name: 'get_time' },
];

/** Returns the code block of the guide after a comment. */
function quoted(name: string): string | undefined {
  const [, after = ''] = GUIDE.split(`<!-- emulated: ${name} -->\n`);
  return after.split('```\n')[1]?.trim();
}

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** Returns the body that is sent for a chat with emulated tools. */
async function bodyOf(request: Partial<ChatRequest>): Promise<Body> {
  const transport = new FakeTransport({ json: { message: { role: 'assistant', content: '{}' }, done: true } });
  const config = { provider: 'ollama', model: 'm', modelCapabilities: 'off', emulate: 'always' } as const;
  const client = closeAfterTest(createClient({ plugins: [ollama], config, transport }));
  await client.chat({ ...chatRequest(), tools: TOOLS, ...request });
  return transport.requests[0]?.json as Body;
}

test.each<[name: string, request: Partial<ChatRequest>]>([
  ['auto', {}],
  ['required', { toolChoice: 'required' }],
  ['parallel', { parallelToolCalls: true }],
])('the guide to tools quotes the text that describes emulated tools: %s', async (name, request) => {
  const { messages } = await bodyOf(request);
  expect(messages[0]).toEqual({ role: 'system', content: quoted(name) });
});

test('the guide to tools shows how the history of emulated tools is sent', async () => {
  const { messages } = await bodyOf({
    messages: [
      { role: 'user', content: 'What is the weather in Paris?' },
      { role: 'assistant', toolCalls: [{ id: 'c', name: 'get_weather', arguments: '{"city":"Paris"}' }] },
      { role: 'tool', toolCallId: 'c', content: 'sunny' },
    ],
  });
  const [, shown = ''] = /```json\n(\[\n {2}\{ "role"[^`]*)```/.exec(GUIDE) ?? [];
  expect(messages.slice(1)).toEqual(JSON.parse(shown));
});

test('the guide to tools names the maximum number of calls', async () => {
  const body = await bodyOf({ parallelToolCalls: true });
  expect(body).toMatchObject({ format: { properties: { calls: { maxItems: 8 } } } });
  expect(GUIDE).toContain('it has at most eight calls and replies');
});
