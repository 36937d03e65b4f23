import { rejectionOf } from '@lmux/test-support';
import { describe, expect, test } from 'vitest';
import { createClient } from '../client/create-client.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import { StreamError } from '../errors/stream-error.js';
import { fakeProvider } from '../testing/fake-provider.js';
import type { FakeReplyValue } from '../testing/fake-reply.js';

const REQUEST: ChatRequest = { messages: [{ role: 'user', content: 'Hi' }], tools: [{ name: 'delete_files' }] };
const ALWAYS = { emulate: 'always' } as const;
const CALL = '{"next":{"tool":"delete_files","arguments":{}}}';

function clientOf(reply: FakeReplyValue) {
  return createClient({
    plugins: [fakeProvider({ replies: [reply] })],
    config: { provider: 'fake', model: 'm', retry: false },
  });
}

/** Returns the response of a chat, after a check that a stream has the same. */
async function responseOf(reply: FakeReplyValue, request: Partial<ChatRequest> = {}): Promise<ChatResponse> {
  const [whole, streamed] = await Promise.all([
    clientOf(reply).chat({ ...REQUEST, ...request }, ALWAYS),
    clientOf(reply)
      .chatStream({ ...REQUEST, ...request }, ALWAYS)
      .response(),
  ]);
  const withoutIds = ({ text, toolCalls, warnings }: ChatResponse) => ({
    text,
    toolCalls: toolCalls.map(({ id: _id, ...call }) => call),
    warnings,
  });
  expect(withoutIds(streamed)).toEqual(withoutIds(whole));
  return whole;
}

function codesOf({ warnings }: ChatResponse): unknown[] {
  return warnings.map(({ code }) => code);
}

const BARE = '{"next":{"tool":"delete_files"';

test.each([
  BARE,
  `${BARE},`,
  `${BARE},"arg`,
  `${BARE},"arguments": `,
  `${BARE},"arguments":{`,
  `${BARE},"arguments":oops`,
  `${BARE},oops`,
  '{"calls":[{"reply":"x"},{"tool":"delete_files","arguments":',
  `\`\`\`json\n${BARE}`,
  '{"tool":"delete_files"',
])('a call that is cut before its arguments is not complete: %s', async (text) => {
  const { toolCalls } = await responseOf({ text, finishReason: 'length' });
  expect(toolCalls).toEqual([
    {
      id: expect.any(String) as string,
      name: 'delete_files',
      arguments: '{',
      input: undefined,
      parseError: 'The arguments are not valid JSON (1 character).',
    },
  ]);
});

test.each([`${BARE}}}`, `${BARE},"arguments":{}`, CALL])('a call that is complete has its input: %s', async (text) => {
  expect((await responseOf({ text, finishReason: 'length' })).toolCalls).toMatchObject([{ input: {} }]);
});

const nested = (depth: number): string => `{"next":{"reply":${'['.repeat(depth)}${']'.repeat(depth)}}}`;

test.each([500, 1000, 5000])('a reply that is nested %d levels deep is passed on as it is', async (depth) => {
  for (const text of [nested(depth), `\`\`\`json\n${nested(depth)}\n\`\`\``]) {
    const response = await responseOf(text);
    expect(response.text === text).toBe(true);
    expect(codesOf(response)).toEqual(['tools_emulated']);
  }
});

test('deep arguments of the history are sent as their text', async () => {
  const args = `{"x":${'['.repeat(8000)}${']'.repeat(8000)}}`;
  const toolCalls = [{ id: '1', name: 'delete_files', arguments: args }];
  const messages = [...REQUEST.messages, { role: 'assistant', toolCalls } as const, ...REQUEST.messages];
  expect((await responseOf(CALL, { messages })).toolCalls).toHaveLength(1);
});

test.each([
  [`${CALL} done`, ['tools_emulated', 'data_skipped']],
  [`${CALL}\n${CALL}\n`, ['tools_emulated']],
  ["{'next':{'reply':'x'}}", ['tools_emulated']],
  [`\uFEFF${CALL}`, ['tools_emulated']],
])('data_skipped means that something was skipped: %j', async (text, codes) => {
  expect(codesOf(await responseOf(text))).toEqual(codes);
});

test.each(['{"tool":"hammer"}', '{"reply":"hi"}', '{"tool":"delete_files"}'])(
  'a reply in the format of the request is not a call: %s',
  async (text) => {
    const schema = { type: 'object', properties: { tool: { type: 'string' }, reply: { type: 'string' } } } as const;
    const responseFormat = { type: 'json_schema', schema } as const;
    expect(await responseOf(text, { responseFormat })).toMatchObject({ text, toolCalls: [] });
  },
);

describe('of a stream that fails, the partial response has', () => {
  test.each<[what: string, received: string, partial: object]>([
    ['what may become a code fence', '``', { text: '``' }],
    ['JSON that is not known yet', '{"answer":"Par', { text: '{"answer":"Par' }],
    ['JSON in a code fence that is not known yet', '```json\n{"answer"', { text: '```json\n{"answer"' }],
    ['text that is not JSON', '{smile} hel', { text: '{smile} hel' }],
    ['no beginning of a call', '{"ne', { text: '', toolCalls: [] }],
    ['a call without a name', '{"next":{"arguments":{"x"', { text: '', toolCalls: [{ name: '', arguments: '{"x"' }] }],
    ['a call of a code fence', `\`\`\`\n${CALL}`, { text: '', toolCalls: [{ name: 'delete_files', input: {} }] }],
    ['a call without arguments', BARE, { toolCalls: [{ arguments: '', input: undefined }] }],
    ['the warning about what was skipped', `${CALL} done`, { warnings: [{}, { code: 'data_skipped' }] }],
  ])('%s', async (_what, text, partial) => {
    const error = new StreamError('stream_truncated', 'The stream ended early.');
    const stream = clientOf({ text, error }).chatStream(REQUEST, ALWAYS);
    const types: string[] = [];
    const read = async (): Promise<void> => {
      for await (const { type } of stream) types.push(type);
    };
    expect(await rejectionOf(read())).toMatchObject({ code: 'stream_truncated', partial });
    expect(types).not.toContain('finish');
  });
});
