import type { Message, StreamEvent } from '@lmux/core';
import type { ChatCompletionRequest } from '@lmux/provider-openai/protocol';
import { expect, test } from 'vitest';
import { liveApi, liveClient, variable } from './support.js';

const QUESTION = { messages: [{ role: 'user', content: 'Is the sky blue? Answer yes or no.' }] } as const;
const YES_OR_NO = { grammar: 'root ::= "yes" | "no"' };

test('reports prompt progress and timings in a stream', async (context) => {
  const events: StreamEvent[] = [];
  const words = 'word '.repeat(60) + String(Math.random());
  const messages = [{ role: 'user', content: words }] as const;
  for await (const event of liveClient(context).chatStream({ messages, maxOutputTokens: 2 })) events.push(event);
  const fractions = events.flatMap((event) => (event.type === 'prompt-progress' ? [event.fraction] : []));
  expect(fractions.at(0)).toBe(0);
  expect(fractions.at(-1)).toBe(1);
  expect(events.at(-1)).toMatchObject({
    response: {
      route: 'openai',
      timing: { timeToFirstTokenSeconds: expect.any(Number), tokensPerSecond: expect.any(Number) },
      usage: { outputTokens: 2 },
    },
  });
});

test('constrains the response with a grammar', async (context) => {
  const { text } = await liveClient(context).chat({ ...QUESTION, maxOutputTokens: 8, extra: YES_OR_NO });
  expect(text).toMatch(/^(yes|no)$/);
});

test('accepts sampling settings and reasoning', async (context) => {
  const { finishReason } = await liveClient(context).chat({
    ...QUESTION,
    maxOutputTokens: 1,
    topK: 5,
    minP: 0.1,
    repeatPenalty: 1.1,
    reasoning: 'off',
  });
  expect(finishReason.unified).toBe('length');
});

test('classifies the errors of the server', async (context) => {
  const client = liveClient(context);
  await expect(client.chat({ ...QUESTION, model: 'nobody-has-this' })).rejects.toMatchObject({
    code: 'model_not_found',
  });
  const long = [{ role: 'user', content: 'word '.repeat(9000) }] as const;
  await expect(client.chat({ messages: long })).rejects.toMatchObject({ code: 'context_overflow' });
  const image = [{ role: 'user', content: [{ type: 'image', image: 'data:image/png;base64,iVBORw0KGgo=' }] }] as const;
  // Otherwise, it is refused before it is sent.
  const unchecked = liveClient(context, { modelCapabilities: 'off' });
  await expect(unchecked.chat({ messages: image })).rejects.toMatchObject({ code: 'invalid_request', status: 500 });
});

// A real llama-server responds to such arguments with a 500 if they are sent as they are.
test('continues after tool calls with invalid arguments', async (context) => {
  const model = variable('LM_TOOL_MODEL', context);
  const texts = [
    '{"city": "Par',
    'Paris',
    '',
    String.raw`{"city":"\ud83d"}`,
    '["Paris"]',
    JSON.stringify('{"city":"Paris"}'),
  ];
  const toolCalls = texts.map((text, index) => ({ id: `call_${index}`, name: 'get_weather', arguments: text }));
  const messages = [
    ...QUESTION.messages,
    { role: 'assistant', toolCalls: [...toolCalls, { id: 'call_x', name: '', arguments: '{}' }] },
    ...toolCalls.map(({ id }) => ({ role: 'tool', toolCallId: id, content: 'The arguments are invalid.' }) as const),
    { role: 'tool', toolCallId: 'call_x', content: 'There is no such tool.' },
  ] as const;
  const parameters = { type: 'object', properties: { city: { type: 'string' } } };
  const request = { model, messages, tools: [{ name: 'get_weather', parameters }], maxOutputTokens: 2 };
  const client = liveClient(context);
  expect((await client.chat(request)).usage?.outputTokens).toBeGreaterThan(0);
  expect((await client.chatStream(request).response()).usage?.outputTokens).toBeGreaterThan(0);
  for (const text of texts.slice(0, 4)) {
    const call = { id: 'a', type: 'function', function: { name: 'get_weather', arguments: text } } as const;
    const history: ChatCompletionRequest['messages'] = [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'a', content: 'x' },
    ];
    const sent = liveApi(context).chatCompletions({ model, messages: history });
    await expect(sent).rejects.toMatchObject({ status: 500 });
  }
});

test('accepts a response with a tool call and reasoning as history', async (context) => {
  const [client, model] = [liveClient(context), variable('LM_TOOL_MODEL', context)];
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const request = { model, temperature: 0, maxOutputTokens: 80, tools: [{ name: 'get_weather', parameters }] };
  const question: Message = { role: 'user', content: 'What is the weather in Paris?' };
  const { message, toolCalls } = await client.chat({ ...request, messages: [question] });
  const results = toolCalls.map(({ id }): Message => ({ role: 'tool', toolCallId: id, content: '21' }));
  expect(results).toHaveLength(1);
  // The test models do not reason.
  const reasoned: Message = { ...message, reasoning: 'The user asks for the weather in Paris.' };
  const last = await client.chat({ ...request, messages: [question, reasoned, ...results] });
  expect(last.finishReason.unified).not.toBe('error');
  expect(last.warnings).toEqual([]);
});

test('the wire client counts tokens, tokenizes and detokenizes', async (context) => {
  const [api, model] = [liveApi(context), variable('LM_MODEL', context)];
  const chat = { model, messages: [...QUESTION.messages] };
  const { prompt } = await api.applyTemplate(chat);
  expect(prompt).toContain('Is the sky blue?');
  const { tokens } = await api.tokenize({ model, content: prompt, parse_special: true });
  expect((await api.countTokens(chat)).input_tokens).toBe(tokens.length);
  const plain = await api.tokenize({ model, content: 'hello world' });
  expect(await api.detokenize({ model, tokens: plain.tokens as number[] })).toEqual({ content: 'hello world' });
});

test('the wire client returns health, properties and slots', async (context) => {
  const [api, model] = [liveApi(context), variable('LM_MODEL', context)];
  expect(await api.health()).toEqual({ status: 'ok' });
  expect((await api.props()).build_info).toEqual(expect.any(String));
  expect((await api.props(model)).total_slots).toBeGreaterThan(0);
  expect((await api.props(model, { autoload: false })).total_slots).toBeGreaterThan(0);
  expect((await api.slots(model))[0]).toMatchObject({ id: 0, is_processing: expect.any(Boolean) });
});
