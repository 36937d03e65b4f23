import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@lmux/core';
import { createClient, LmError, type LmClient, type Message } from '@lmux/core';
import { ABLE_ROUTE, fakeProvider } from '@lmux/core/testing';
import { startEmulator } from '@lmux/emulator';
import { lmstudio } from '@lmux/provider-lmstudio';
import { openai } from '@lmux/provider-openai';
import { closeAfterTest } from '@lmux/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import { blocksOf } from './compile-pages.ts';
import { runBlock } from './run-block.ts';

const words = (count: number): string => Array.from({ length: count }, (_, index) => `word${index % 10}`).join(' ');

/** A chat of turns of about 80 tokens. */
const history = (turns: number): Message[] => [
  { role: 'system', content: 'Be brief.' },
  ...Array.from({ length: turns }, (_, index): Message[] => [
    { role: 'user', content: `q${index} ${words(20)}` },
    { role: 'assistant', content: `a${index} ${words(20)}` },
  ]).flat(),
  { role: 'user', content: 'last' },
];

async function clientOf(provider: 'lmstudio' | 'openai', loaded: boolean): Promise<LmClient> {
  const emulator = await startEmulator({ models: [{ id: 'm', loaded, contextLength: 256 }] });
  onTestFinished(() => emulator.close());
  return closeAfterTest(
    createClient({ plugins: [openai, lmstudio], config: { provider, model: 'm', baseUrl: emulator.url } }),
  );
}

describe('provider openai with LM Studio, which reports the sizes within a message', () => {
  test.each([
    ['an unloaded', 100, false, 5],
    ['a loaded', 60, true, 0],
    ['a learned', 60, true, 5],
  ])('trims a chat with %s model that is far too long', async (_, turns, loaded, earlier) => {
    const client = await clientOf('openai', loaded);
    for (let index = 0; index < earlier; index += 1) await client.chat({ messages: history(index % 3) });
    const { warnings, usage } = await client.chat({
      messages: history(turns),
      maxOutputTokens: 20,
      contextOverflow: 'trim',
    });
    expect(warnings).toMatchObject([{ code: 'history_trimmed' }]);
    expect(usage?.inputTokens).toBeLessThan(256);
  });
});

test('a stored chat is not trimmed, and its error states what to do', async () => {
  const client = await clientOf('lmstudio', true);
  const { responseId } = await client.chat({ messages: [{ role: 'user', content: words(100) }], store: true });
  const next = {
    messages: [{ role: 'user' as const, content: words(160) }],
    previousResponseId: responseId,
    contextOverflow: 'trim' as const,
  };
  const error = {
    code: 'context_overflow',
    message: expect.stringMatching(
      /cannot be left out\. Start a new chat without "previousResponseId" with the messages to keep\.$/,
    ),
  };
  await expect(client.chat(next)).rejects.toMatchObject(error);
  await expect(client.chatStream(next).response()).rejects.toMatchObject(error);
});

test('the function of the guide shortens a chat whose context length is not known', async () => {
  const lengths: number[] = [];
  const plugin = fakeProvider({
    routes: { only: { ...ABLE_ROUTE, 'tokens.count': 'no' } },
    methods: { describeModel: (id) => Promise.resolve({ id, features: {} }) },
    replies: ({ messages }) => {
      lengths.push(messages.length);
      if (messages.length > 80) throw new LmError('context_overflow', 'The prompt is too long.');
      return { text: 'ok' };
    },
  });
  const client = closeAfterTest(createClient({ plugins: [plugin], config: { provider: 'fake', model: 'm' } }));
  const path = 'docs/guide/models-and-capabilities.md';
  const blocks = blocksOf(path, readFileSync(join(import.meta.dirname, '..', path), 'utf8'));
  const block = blocks.find(({ code }) => code.includes('async contextOverflow('));
  if (block === undefined) throw new Error(`${path} has no function "contextOverflow".`);
  const given = { client, messages: history(60) };
  await runBlock(block, `import { client, messages } from 'given';`, { '@lmux/core': core, given });
  // The chat, its summary, and the rest of the chat.
  expect(lengths).toEqual([123, 1, expect.any(Number)]);
});
