import { createClient, type ChatRequest, type Message } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { openai, type OpenAIOptions } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';

const UNKNOWN = 'http://vllm.example:8000';
const USER: Message = { role: 'user', content: 'Hi' };
const PART = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] };
const TEXT = { type: 'text', text: 'Yes' };

type Reasoning = Extract<Message, { role: 'assistant' }>['reasoning'];

/** Returns reasoning with state of an origin. */
function from(origin: string, state: Record<string, unknown>, text = 'Hm'): Reasoning {
  return [{ type: 'reasoning', text, providerMetadata: { [`openai/openai@${origin}`]: state } }];
}

/** Sends a history with an assistant message to a server. Returns the message on the wire without its role, and the warnings. */
async function send(
  baseUrl: string,
  reasoning: Reasoning,
  options: OpenAIOptions = {},
  more: Partial<ChatRequest> = {},
) {
  const transport = new FakeTransport();
  transport.reply({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] }),
  });
  const config = { provider: 'openai', baseUrl, model: 'm', retry: false, options: { ...options } } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config, transport }));
  const messages: Message[] = [USER, { role: 'assistant', content: 'Yes', reasoning }, USER];
  const { warnings } = await client.chat({ messages, ...more });
  const body = transport.requests[0]?.json as { messages: Record<string, unknown>[] };
  const { role: _, ...sent } = body.messages[1] ?? {};
  return { sent, warnings: warnings.map(({ code }) => code) };
}

describe('the field for reasoning', () => {
  test.each<[string, string, Reasoning, OpenAIOptions, Record<string, unknown>]>([
    ['is that of the option', UNKNOWN, 'Hm', { reasoningField: 'reasoning' }, { reasoning: 'Hm' }],
    [
      'is that of the option rather than the one it came from',
      UNKNOWN,
      from(UNKNOWN, { field: 'reasoning_content' }),
      { reasoningField: 'reasoning' },
      { reasoning: 'Hm' },
    ],
    [
      'is that of the option rather than the one of the host',
      'https://api.groq.com',
      'Hm',
      { reasoningField: 'reasoning_content' },
      { reasoning_content: 'Hm' },
    ],
    ['can be a content part', UNKNOWN, 'Hm', { reasoningField: 'thinking' }, { content: [PART, TEXT] }],
    [
      'is the one it came from rather than the one of the host',
      'https://api.deepseek.com',
      from('https://api.deepseek.com', { field: 'reasoning' }),
      {},
      { reasoning: 'Hm' },
    ],
    [
      'is the one of the host for reasoning from another server',
      'https://api.deepseek.com',
      from(UNKNOWN, { field: 'reasoning' }),
      {},
      { reasoning_content: 'Hm' },
    ],
    ['is the one of the host for a string', 'https://api.groq.com/openai', 'Hm', {}, { reasoning: 'Hm' }],
    ['is a content part at Mistral', 'https://api.mistral.ai', 'Hm', {}, { content: [PART, TEXT] }],
    [
      'is the one that the host reads if it sends another one',
      'https://opencode.ai/zen',
      from('https://opencode.ai', { field: 'reasoning' }),
      {},
      { reasoning_content: 'Hm' },
    ],
    [
      'is a content part that came from the host',
      'https://x.cloud.databricks.com/serving-endpoints',
      from('https://x.cloud.databricks.com', { content: [PART] }),
      {},
      { content: [PART, TEXT] },
    ],
    [
      'is that of the option rather than a content part',
      UNKNOWN,
      from(UNKNOWN, { content: [PART] }),
      { reasoningField: 'reasoning' },
      { reasoning: 'Hm' },
    ],
    ['is none at a host that reads none', 'https://api.openai.com', 'Hm', {}, {}],
    ['is none with the option "none"', 'https://api.groq.com', 'Hm', { reasoningField: 'none' }, {}],
    [
      'is none for blocks, too, with the option "none"',
      UNKNOWN,
      from(UNKNOWN, { field: 'reasoning', reasoning_details: [{ text: 'Hm' }] }),
      { reasoningField: 'none' },
      {},
    ],
    [
      'is none for the text at OpenRouter, but the blocks are sent',
      'https://openrouter.ai/api',
      from('https://openrouter.ai', { field: 'reasoning', reasoning_details: [{ text: 'Hm' }] }),
      {},
      { reasoning_details: [{ text: 'Hm' }] },
    ],
    ['is not needed for an empty text', 'https://api.groq.com', '', {}, {}],
    // The state may have been edited, so that only known fields are sent.
    ['is one of the known fields', UNKNOWN, from(UNKNOWN, { field: 'role', content_filter: 1 }), {}, {}],
  ])('%s', async (_, baseUrl, reasoning, options, expected) => {
    const { sent, warnings } = await send(baseUrl, reasoning, options);
    expect(sent).toEqual({ content: 'Yes', ...expected });
    expect(warnings).toEqual([]);
  });

  test('is that of each part, whose blocks are joined', async () => {
    const state = (text: string) => ({ field: 'reasoning', reasoning_details: [{ text }] });
    const reasoning = [...(from(UNKNOWN, state('a'), 'a') as []), ...(from(UNKNOWN, state('b'), 'b') as [])];
    const { sent } = await send(UNKNOWN, reasoning);
    expect(sent).toEqual({ content: 'Yes', reasoning_details: [{ text: 'a' }, { text: 'b' }] });
  });

  test.each<[string, Reasoning]>([
    ['a string', 'Hm'],
    ['a part without metadata', [{ type: 'reasoning', text: 'Hm' }]],
    [
      'a part of another server',
      [{ type: 'reasoning', text: 'Hm', providerMetadata: { 'openai/openai@http://other': { field: 'reasoning' } } }],
    ],
  ])('is reported once if it is not known: %s', async (_, reasoning) => {
    const history: Message[] = [
      { role: 'assistant', content: 'A', reasoning },
      USER,
      { role: 'assistant', content: 'B', reasoning },
      USER,
    ];
    const { sent, warnings } = await send(UNKNOWN, undefined, {}, { messages: [USER, ...history] });
    expect(sent).toEqual({ content: 'A' });
    expect(warnings).toEqual(['reasoning_not_sent']);
  });
});
