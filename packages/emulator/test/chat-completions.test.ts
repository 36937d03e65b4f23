import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEmulator } from '../src/index.js';
import type { Emulator } from '../src/index.js';
import { chat, post } from './post.js';
import { parseEvents } from './read-sse.js';

const PATH = '/v1/chat/completions';
const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

async function ask(body: unknown): Promise<unknown> {
  const response = await post(emulator, PATH, body);
  expect(response.status).toBe(200);
  return response.json();
}

async function stream(body: Record<string, unknown>): Promise<unknown[]> {
  const response = await post(emulator, PATH, { ...body, stream: true });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  return parseEvents(await response.text());
}

describe('a whole reply', () => {
  test('has every field that LM Studio sends', async () => {
    const reply = await ask(chat('Hello'));
    expect(reply).toEqual({
      id: expect.stringMatching(/^chatcmpl-[a-z0-9]{24}$/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'qwen/qwen3-4b-2507',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'This is the lmux emulator. You said: "Hello"',
            reasoning_content: '',
            tool_calls: [],
          },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 5,
        completion_tokens: expect.any(Number),
        total_tokens: 5 + reply.usage.completion_tokens,
        completion_tokens_details: { reasoning_tokens: 0 },
      },
      stats: {},
      system_fingerprint: 'qwen/qwen3-4b-2507',
    });
  });
});
