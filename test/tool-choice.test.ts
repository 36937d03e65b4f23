import { createClient, isLmError, type CallOptions, type ChatRequest, type LmClient } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { llamacpp } from '@lmux/provider-llamacpp';
import { lmstudio } from '@lmux/provider-lmstudio';
import { ollama } from '@lmux/provider-ollama';
import { openai } from '@lmux/provider-openai';
import { chatRequest, closeAfterTest, rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

type Body = { readonly tools?: unknown[]; readonly tool_choice?: unknown; readonly parallel_tool_calls?: unknown };

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

/** The routes without a field for tools or for the settings of their calls. */
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

  /** Returns what the request contains of tools and the choice, or the code of a refusal. */
  async function sent(fields: Partial<ChatRequest>, options: CallOptions = {}): Promise<object | string> {
    const { transport, client } = setup(provider);
    const error = await rejectionOf(
      client.chat({ ...chatRequest(), ...fields }, { route, emulate: 'never', ...options }),
    );
    const body = transport.requests.find(({ url }) => /\/chat(?:\/completions)?$/.test(url))?.json as Body | undefined;
    if (body === undefined) return isLmError(error) ? error.code : 'no code';
    const { tools, tool_choice: choice, parallel_tool_calls: parallel } = body;
    return { tools: tools?.length, choice, parallel, hasTools: 'tools' in body };
  }

  const refused = 'capability_unsupported';
  const neither = { hasTools: false };

  test.each<Partial<ChatRequest>>([
    {},
    { tools: [] },
    { toolChoice: 'auto' },
    { toolChoice: 'none' },
    { tools: [], toolChoice: 'auto' },
    { tools: TOOLS, toolChoice: 'none' },
    { parallelToolCalls: false },
    { parallelToolCalls: true },
    { tools: [], parallelToolCalls: false },
    { tools: TOOLS, toolChoice: 'none', parallelToolCalls: false },
  ])('sends nothing of tools for %j', async (fields) => {
    expect(await sent(fields)).toEqual(neither);
  });

  test("sends tools with the choice 'auto'", async () => {
    const both = { tools: 2, choice: hasChoice ? 'auto' : undefined, hasTools: true };
    expect(await sent({ tools: TOOLS, toolChoice: 'auto' })).toEqual(hasTools ? both : refused);
  });

  test.each<Partial<ChatRequest>>([{ toolChoice: 'required' }, { tools: [], toolChoice: 'required' }])(
    'refuses %j, since there is no tool to call',
    async (fields) => {
      expect(await sent(fields)).toBe('invalid_request');
    },
  );

  test("refuses or sends the choice 'required'", async () => {
    const both = { tools: 2, choice: 'required', hasTools: true };
    expect(await sent({ tools: TOOLS, toolChoice: 'required' })).toEqual(hasChoice ? both : refused);
  });

  test.each([true, false])('sends, refuses or drops the setting %j for parallel calls', async (parallelToolCalls) => {
    const fields = { tools: TOOLS, parallelToolCalls };
    expect(await sent(fields)).toEqual(hasChoice ? { tools: 2, parallel: parallelToolCalls, hasTools: true } : refused);
    const parallel = hasChoice ? parallelToolCalls : undefined;
    const dropped = hasTools ? { tools: 2, parallel, hasTools: true } : refused;
    expect(await sent(fields, { onUnsupported: 'drop' })).toEqual(dropped);
  });

  test("sends a history with results of tools without tools for the choice 'none'", async () => {
    const outcome = await sent({ messages: HISTORY, tools: TOOLS, toolChoice: 'none' });
    expect(outcome).toEqual(hasTools ? neither : refused);
  });
});
