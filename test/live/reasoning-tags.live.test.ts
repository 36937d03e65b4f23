import type { ChatRequest, ReasoningTags } from '@lmux/core';
import { describe, expect, test } from 'vitest';
import { liveClient, liveRoutes } from './support.ts';

/** A grammar of llama-server, with which even a model that does not reason writes tags. Other servers ignore the field or reject it. */
const GRAMMAR = String.raw`root ::= "<think>\n" [a-z ]{3,20} "\n</think>\n\n" [A-Z] [a-z ]{3,20}`;

const REQUEST: ChatRequest = {
  messages: [{ role: 'user', content: 'Tell me about the sea.' }],
  temperature: 0,
  maxOutputTokens: 60,
  extra: { grammar: GRAMMAR, reasoning_format: 'none' },
};

const WITHOUT_OPENING: ChatRequest = {
  ...REQUEST,
  extra: { ...REQUEST.extra, grammar: GRAMMAR.replace(String.raw`"<think>\n"`, '') },
};

describe.each(liveRoutes())('route %s', (route) => {
  test.for<[what: string, request: ChatRequest, reasoningTags: ReasoningTags]>([
    ['with both tags', REQUEST, true],
    ['without an opening tag', WITHOUT_OPENING, { startsOpen: true }],
  ])('reasoning %s is split off the text, with and without a stream', async ([, request, reasoningTags], context) => {
    await using client = liveClient();
    const plain = await client.chat(request, { route }).catch(() => undefined);
    if (plain?.text.includes('</think>') !== true) context.skip('the server does not support grammars');
    const [reasoning = '', text = ''] = (plain?.text ?? '').replace('<think>', '').split('</think>');
    const expected = { text: text.trimStart(), reasoning: reasoning.trim() };
    expect(await client.chat(request, { route, reasoningTags })).toMatchObject(expected);
    const stream = client.chatStream(request, { route, reasoningTags });
    const events: string[] = [];
    for await (const { type } of stream) events.push(type);
    expect(await stream.response()).toMatchObject(expected);
    expect(events.indexOf('reasoning-delta')).toBeLessThan(events.indexOf('text-delta'));
  });
});
