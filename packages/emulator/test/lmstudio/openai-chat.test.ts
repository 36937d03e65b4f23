import { describe, expect, test } from 'vitest';
import { chat, CHAT_PATH, post, postJson } from '../support/post.js';
import { contentOf, streamChat } from '../support/read-sse.js';
import type { ChatWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';

const emulator = withEmulator();
const HELLO = 'This is the lmux emulator. You said: "Hello"';
const THINKING = { model: 'qwen/qwen3-4b-thinking-2507' };

const send = (body: unknown): Promise<ChatWire> => postJson<ChatWire>(emulator(), CHAT_PATH, body);

describe('a chat completion', () => {
  test('has every field that LM Studio sends', async () => {
    const reply = await send(chat('Hello'));
    expect(reply).toEqual({
      id: expect.stringMatching(/^chatcmpl-[a-z0-9]{24}$/),
      object: 'chat.completion',
      created: expect.any(Number),
      model: 'qwen/qwen3-4b-2507',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: HELLO, reasoning_content: '', tool_calls: [] },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 5,
        completion_tokens: 12,
        total_tokens: 17,
        completion_tokens_details: { reasoning_tokens: 0 },
      },
      stats: {},
      system_fingerprint: 'qwen/qwen3-4b-2507',
    });
  });

  test('is indented and has the headers of LM Studio', async () => {
    const response = await post(emulator(), CHAT_PATH, chat('Hello'));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'x-powered-by': 'Express',
      'content-type': 'application/json; charset=utf-8',
      'keep-alive': 'timeout=5',
      etag: expect.stringMatching(/^W\/"/),
    });
    expect(await response.text()).toMatch(/^{\n {2}"id"/);
  });

  test('quotes only a part of a long prompt', async () => {
    const { choices } = await send(chat('x'.repeat(5000)));
    expect(choices[0]?.message.content.length).toBeLessThan(500);
  });

  test('ends before a stop sequence', async () => {
    const { choices } = await send(chat('Hello', { stop: ['You said', 'nowhere'] }));
    expect(choices[0]).toMatchObject({ message: { content: 'This is the lmux emulator. ' }, finish_reason: 'stop' });
  });

  test('is truncated by max_tokens', async () => {
    const { choices, usage } = await send(chat('Hello', { max_tokens: 3 }));
    expect(choices[0]).toMatchObject({ message: { content: 'This is the' }, finish_reason: 'length' });
    expect(usage.completion_tokens).toBe(3);
  });

  test('ignores n and unknown fields', async () => {
    const { choices } = await send(chat('Hello', { n: 3, unknown: true, stop: null, tools: null }));
    expect(choices).toHaveLength(1);
  });

  test('joins text parts', async () => {
    const parts = [
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ];
    const { choices } = await send({ messages: [{ role: 'user', content: parts }] });
    expect(choices[0]?.message.content).toContain('one\ntwo');
  });

  test('has reasoning if the model reasons, unless the request disables it', async () => {
    const thinking = await send(chat('Hello', THINKING));
    expect(thinking.choices[0]?.message.reasoning_content).toContain('emulator');
    expect(thinking.usage.completion_tokens_details.reasoning_tokens).toBeGreaterThan(5);
    const silent = await send(chat('Hello', { ...THINKING, reasoning_effort: 'none' }));
    expect(silent.choices[0]?.message).toMatchObject({ reasoning_content: '', content: HELLO });
  });
});

describe('a streamed chat completion', () => {
  test('sends one token per chunk, then the finish reason', async () => {
    const response = await post(emulator(), CHAT_PATH, chat('Hello', { stream: true }));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
    });
    await response.text();
    const chunks = await streamChat(emulator(), chat('Hello'));
    expect(contentOf(chunks)).toBe(HELLO);
    expect(chunks).toHaveLength(13);
    expect(chunks[0]).toMatchObject({
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { role: 'assistant', content: 'This' }, logprobs: null, finish_reason: null }],
    });
    expect(chunks[1]?.choices[0]?.delta).toEqual({ content: ' is' });
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
  });

  test('sends usage last and without choices if requested', async () => {
    const chunks = await streamChat(emulator(), chat('Hello', { stream_options: { include_usage: true } }));
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 12 } });
  });

  test('sends reasoning before content', async () => {
    const chunks = await streamChat(emulator(), chat('Hello', THINKING));
    const kinds = chunks.flatMap(({ choices }) => Object.keys(choices[0]?.delta ?? {})).filter((key) => key !== 'role');
    const firstContent = kinds.indexOf('content');
    expect(firstContent).toBeGreaterThan(0);
    expect(kinds.slice(firstContent)).not.toContain('reasoning_content');
  });

  test('can be truncated by max_tokens while reasoning', async () => {
    const chunks = await streamChat(emulator(), chat('Hello', { ...THINKING, max_tokens: 2 }));
    expect(contentOf(chunks)).toBe('');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
  });
});
