import { createClient, isLmError, type ChatRequest, type LmClient } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { chatRequest, closeAfterTest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

type Body = { readonly tools?: unknown[]; readonly tool_choice?: unknown };

const TOOLS = [{ name: 'add' }, { name: 'subtract' }];
const HISTORY: ChatRequest['messages'] = [
  { role: 'user', content: 'Add 1 and 2' },
  { role: 'assistant', content: '', toolCalls: [{ id: 'c', name: 'add', arguments: '{}' }] },
  { role: 'tool', toolCallId: 'c', content: '3' },
];

const ROUTES = [
  ['openai', 'openai'],
  ['llamacpp', 'openai'],
  ['lmstudio', 'native'],
  ['lmstudio', 'openai'],
  ['ollama', 'native'],
  ['ollama', 'openai'],
] as const;

/** The routes without a field for tools or for the tool choice. */
const WITHOUT_TOOLS = new Set(['lmstudio native']);
const WITHOUT_CHOICE = new Set(['lmstudio native', 'ollama native', 'ollama openai']);

function setup(provider: string) {
  // The server's response does not matter: the tests look at the request.
  const transport = new FakeTransport({ status: 400, json: { error: { message: 'No.' } } });
  const plugins = [openai, llamacpp, lmstudio, ollama];
  const config: { provider: string; model: string; retry: false } = { provider, model: 'm', retry: false };
  const client: LmClient = closeAfterTest(createClient({ plugins, config, transport }));
  return { transport, client };
}

describe.each(ROUTES)('%s, route %s', (provider, route) => {
  const name = `${provider} ${route}`;
  const hasTools = !WITHOUT_TOOLS.has(name);
  const hasChoice = !WITHOUT_CHOICE.has(name);

  async function sent(fields: Partial<ChatRequest>): Promise<Body | string> {
    const { transport, client } = setup(provider);
    const error = await rejectionOf(client.chat({ ...chatRequest(), ...fields }, { route }));
    const body = transport.requests.find(({ method }) => method === 'POST')?.json as Body | undefined;
    return body ?? (isLmError(error) ? error.code : 'no code');
  }

  test.each<Partial<ChatRequest>>([
    {},
    { tools: [] },
    { toolChoice: 'auto' },
    { toolChoice: 'none' },
    { tools: [], toolChoice: 'auto' },
    { tools: TOOLS, toolChoice: 'none' },
  ])('sends neither tools nor a choice for %j', async (fields) => {
    const body = await sent(fields);
    expect(body).toMatchObject({ model: 'm' });
    expect(body).not.toHaveProperty('tools');
    expect(body).not.toHaveProperty('tool_choice');
  });

  test("sends tools with the choice 'auto'", async () => {
    const body = await sent({ tools: TOOLS, toolChoice: 'auto' });
    if (!hasTools) return expect(body).toBe('capability_unsupported');
    expect(body).toMatchObject({ tools: [{}, {}] });
    return expect((body as Body).tool_choice).toBe(hasChoice ? 'auto' : undefined);
  });

  test("refuses or sends the choice 'required'", async () => {
    const body = await sent({ tools: TOOLS, toolChoice: 'required' });
    if (!hasChoice) return expect(body).toBe('capability_unsupported');
    return expect(body).toMatchObject({ tools: [{}, {}], tool_choice: 'required' });
  });

  test("sends a history with results of tools without tools for the choice 'none'", async () => {
    const body = await sent({ messages: HISTORY, tools: TOOLS, toolChoice: 'none' });
    if (!hasTools) return expect(body).toBe('capability_unsupported');
    expect(body).toMatchObject({ messages: [{}, {}, { role: 'tool' }] });
    return expect(body).not.toHaveProperty('tools');
  });
});
