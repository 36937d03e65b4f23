import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import { post, postJson } from '../support/post.js';
import { withEmulator } from '../support/with-emulator.js';

const emulator = withEmulator({ as: 'ollama', reply: 'one two three four five six seven eight' });

const MODEL = 'qwen3:4b-instruct';
const OVERFLOW = { error: 'the input length exceeds the context length' };

interface Reply {
  readonly prompt_eval_count: number;
  readonly eval_count: number;
  readonly done_reason: string;
}

/** The chat template adds 4 tokens. */
const CHAT = { path: '/api/chat', prompt: { messages: [{ role: 'user', content: 'a b c d e f' }] }, tokens: 10 };
const GENERATE = { path: '/api/generate', prompt: { prompt: 'a b c d e f', raw: true }, tokens: 10 };

describe.each([CHAT, GENERATE])('$path', ({ path, prompt, tokens }) => {
  const body = (num_ctx: number, fields: object = {}): object => ({
    model: MODEL,
    ...prompt,
    stream: false,
    options: { num_ctx },
    ...fields,
  });

  test.each([{ truncate: false }, { truncate: false, shift: false }, { truncate: false, stream: true }])(
    'refuses a prompt that is too long with %j, and no other',
    async (fields) => {
      expect(await postJson(emulator(), path, body(tokens - 1, fields), 400)).toEqual(OVERFLOW);
      expect((await post(emulator(), path, body(tokens, fields))).status).toBe(200);
    },
  );

  test.each([{}, { shift: false }, { options: { num_ctx: 8, truncate: false } }])(
    'truncates it with %j',
    async (fields) => {
      const reply = await postJson<Reply>(emulator(), path, body(8, fields));
      expect(reply.prompt_eval_count).toBe(8);
    },
  );

  // Recorded from Ollama 0.17.4: with a context of 128 tokens, a prompt of 100 tokens leaves 29, and one of 128 leaves 1.
  test.each([
    [tokens, 1],
    [tokens + 3, 4],
  ])('with shift: false and a context of %d tokens, a reply ends after %d tokens', async (num_ctx, count) => {
    const reply = await postJson<Reply>(emulator(), path, body(num_ctx, { shift: false }));
    expect(reply).toMatchObject({ eval_count: count, done_reason: 'length' });
    const shifted = await postJson<Reply>(emulator(), path, body(num_ctx));
    expect(shifted).toMatchObject({ eval_count: 8, done_reason: 'stop' });
  });
});

test('the OpenAI-format routes ignore truncate', async () => {
  await using small = await startEmulator({ as: 'ollama', models: [{ id: 'small', contextLength: 8 }] });
  const body = { model: 'small', ...CHAT.prompt, truncate: false, shift: false };
  expect(await postJson(small, '/v1/chat/completions', body)).toMatchObject({ usage: { prompt_tokens: 8 } });
});
