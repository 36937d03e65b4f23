import { createClient, type Message } from '@lmux/core';
import { FakeTransport } from '@lmux/core/testing';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';
import { expect, test } from 'vitest';

const USER: Message = { role: 'user', content: 'Hi' };
const CONTENT = { reasoning_content: 'Hm' };
const REASONING = { reasoning: 'Hm' };
const PARTS = {
  content: [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
    { type: 'text', text: 'Yes' },
  ],
};
const NONE = {};
/** The field that the reasoning came in. */
const OWN = { reasoning_text: 'Hm' };

type Sent = Readonly<Record<string, unknown>>;

/** Sends a history with reasoning to a host. Returns the assistant message on the wire without its role and its text, and the warnings. */
async function send(host: string, reasoning: Extract<Message, { role: 'assistant' }>['reasoning']) {
  const transport = new FakeTransport();
  transport.reply({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] }),
  });
  const config = { provider: 'openai', baseUrl: `https://${host}/v1`, model: 'm', retry: false } as const;
  const client = closeAfterTest(createClient({ plugins: [openai], config, transport }));
  const { warnings } = await client.chat({ messages: [USER, { role: 'assistant', content: 'Yes', reasoning }, USER] });
  const body = transport.requests[0]?.json as { messages: Record<string, unknown>[] };
  const { role: _, content, ...sent } = body.messages[1] ?? {};
  const rest: Sent = content === 'Yes' ? sent : { content, ...sent };
  return { sent: rest, warnings: warnings.map(({ code }) => code) };
}

/** The fields that are sent to each host, for reasoning of unknown origin and for reasoning that the host sent in `reasoning_text`. */
const HOSTS: readonly (readonly [host: string, unknownOrigin: Sent, ownField: Sent])[] = [
  ['api.deepseek.com', CONTENT, OWN],
  ['api.moonshot.ai', CONTENT, OWN],
  ['api.moonshot.cn', CONTENT, OWN],
  ['xiaomimimo.com', CONTENT, OWN],
  ['api.z.ai', CONTENT, OWN],
  ['open.bigmodel.cn', CONTENT, OWN],
  ['aliyuncs.com', CONTENT, OWN],
  ['services.ai.azure.com', CONTENT, OWN],
  ['api.fireworks.ai', CONTENT, OWN],
  ['opencode.ai', CONTENT, CONTENT],
  ['integrate.api.nvidia.com', CONTENT, OWN],
  ['api.groq.com', REASONING, OWN],
  ['api.cerebras.ai', REASONING, OWN],
  ['api.cloudflare.com', REASONING, OWN],
  ['api.mistral.ai', PARTS, PARTS],
  ['openrouter.ai', NONE, NONE],
  ['api.minimax.io', NONE, NONE],
  ['api.minimaxi.com', NONE, NONE],
  ['api.x.ai', NONE, NONE],
  ['api.openai.com', NONE, NONE],
  ['openai.azure.com', NONE, NONE],
  ['generativelanguage.googleapis.com', NONE, NONE],
  ['api.anthropic.com', NONE, NONE],
  ['githubcopilot.com', NONE, OWN],
  ['databricks.com', NONE, OWN],
  ['azuredatabricks.net', NONE, OWN],
];

test.each(HOSTS)('%s and its subdomains get the field that they read', async (host, unknownOrigin, ownField) => {
  for (const name of [host, `x-1.${host}`]) {
    const providerMetadata = { [`openai/openai@https://${name}`]: { field: 'reasoning_text' } };
    expect(await send(name, 'Hm')).toEqual({ sent: unknownOrigin, warnings: [] });
    expect(await send(name, [{ type: 'reasoning', text: 'Hm', providerMetadata }])).toEqual({
      sent: ownField,
      warnings: [],
    });
  }
});

test.each(HOSTS)('hosts whose names look like %s are unknown', async (host) => {
  for (const name of [`not${host}`, `${host}.evil.com`, `evil.com/${host}`, host.replaceAll('.', '-')]) {
    const providerMetadata = { [`openai/openai@https://${name.replace(/\/.*/, '')}`]: { field: 'reasoning_text' } };
    expect(await send(name, 'Hm')).toEqual({ sent: NONE, warnings: ['reasoning_not_sent'] });
    expect(await send(name, [{ type: 'reasoning', text: 'Hm', providerMetadata }])).toEqual({
      sent: OWN,
      warnings: [],
    });
  }
});
