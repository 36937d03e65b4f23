import { describe, expect, test } from 'vitest';
import { chat, CHAT_PATH, postJson } from '../support/post.js';
import { streamChat } from '../support/read-sse.js';
import type { ChatWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';

const emulator = withEmulator();

function tool(name: string, properties: Record<string, unknown>): object {
  return { type: 'function', function: { name, parameters: { type: 'object', properties } } };
}

const WEATHER = tool('get_weather', { city: { type: 'string' }, unit: { enum: ['celsius', 'fahrenheit'] } });
const ADD = tool('addNumbers', { a: { type: 'integer' } });

async function calls(prompt: string, extra: object = {}): Promise<string[]> {
  const body = chat(prompt, { tools: [WEATHER, ADD], ...extra });
  const { choices } = await postJson<ChatWire>(emulator(), CHAT_PATH, body);
  return (choices[0]?.message.tool_calls ?? []).map((call) => `${call.function.name}(${call.function.arguments})`);
}

describe('the reply', () => {
  test('calls a tool if the prompt contains a word of its name, with arguments from the prompt', async () => {
    expect(await calls('What is the weather in New York, in fahrenheit?')).toEqual([
      'get_weather({"city":"New York","unit":"fahrenheit"})',
    ]);
  });

  test('calls all mentioned tools, or one if parallel calls are disabled', async () => {
    const prompt = 'Give me the weather in Oslo and the numbers after 41';
    expect(await calls(prompt)).toEqual([expect.stringMatching(/Oslo/), 'addNumbers({"a":41})']);
    expect(await calls(prompt, { parallel_tool_calls: false })).toHaveLength(1);
  });

  test('calls a tool if one is required, even if none is mentioned', async () => {
    expect(await calls('Hello', { tool_choice: 'required' })).toEqual([expect.stringMatching(/^get_weather/)]);
  });

  test('calls no tool if none is mentioned or calls are disabled', async () => {
    expect(await calls('Get the list')).toEqual([]);
    expect(await calls('weather', { tool_choice: 'none' })).toEqual([]);
  });
});

test('a reply with tool calls has empty content and the finish reason tool_calls', async () => {
  const { choices } = await postJson<ChatWire>(emulator(), CHAT_PATH, chat('weather in Rome', { tools: [WEATHER] }));
  expect(choices[0]).toMatchObject({
    message: { content: '', tool_calls: [{ id: expect.stringMatching(/^\d{9}$/), type: 'function' }] },
    finish_reason: 'tool_calls',
  });
});

test('a stream sends id and name once and the arguments in pieces', async () => {
  const chunks = await streamChat(emulator(), chat('weather in Rome and numbers', { tools: [WEATHER, ADD] }));
  const deltas = chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? []);
  const opening = deltas.filter(({ id }) => id !== undefined);
  expect(opening.map((delta) => [delta.index, delta.function.name])).toEqual([
    [0, 'get_weather'],
    [1, 'addNumbers'],
  ]);
  expect(new Set(opening.map(({ id }) => id)).size).toBe(2);
  const pieces = deltas.filter(({ index, id }) => index === 0 && id === undefined);
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.every((piece) => piece.function.name === undefined)).toBe(true);
  const joined = pieces.map((piece) => piece.function.arguments).join('');
  expect(JSON.parse(joined)).toMatchObject({ city: 'Rome' });
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
});

test('the reply to a tool message contains its result', async () => {
  const messages = [
    { role: 'user', content: 'weather in Rome' },
    { role: 'assistant', content: null, tool_calls: [] },
    { role: 'tool', tool_call_id: '1', content: '{"sky":"clear"}' },
  ];
  const { choices } = await postJson<ChatWire>(emulator(), CHAT_PATH, { messages, tools: [WEATHER] });
  expect(choices[0]).toMatchObject({
    finish_reason: 'stop',
    message: { content: expect.stringContaining('{"sky":"clear"}') },
  });
});
