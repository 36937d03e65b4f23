import { expect, test } from 'vitest';
import { post, postJson } from '../support/post.js';
import { eventsOf } from '../support/read-sse.js';
import { withEmulator } from '../support/with-emulator.js';

const PATH = '/v1/completions';
const emulator = withEmulator();

test('a completion has every field that LM Studio sends', async () => {
  expect(await postJson(emulator(), PATH, { model: 'qwen/qwen3-4b-2507', prompt: 'Once' })).toEqual({
    id: expect.stringMatching(/^cmpl-/),
    object: 'text_completion',
    created: expect.any(Number),
    model: 'qwen/qwen3-4b-2507',
    choices: [{ index: 0, text: 'This is the lmux emulator. You said: "Once"', logprobs: null, finish_reason: 'stop' }],
    usage: expect.objectContaining({ prompt_tokens: 1, completion_tokens: 12, total_tokens: 13 }),
    stats: {},
  });
});

test('limits apply, and an array of prompts is joined', async () => {
  const short = await postJson(emulator(), PATH, { prompt: ['Once', 'upon'], max_tokens: 2 });
  expect(short).toMatchObject({ choices: [{ text: 'This is', finish_reason: 'length' }] });
  const stopped = await postJson(emulator(), PATH, { prompt: ['Once', 'upon'], stop: '"Once' });
  expect(stopped).toMatchObject({
    choices: [{ text: 'This is the lmux emulator. You said: ', finish_reason: 'stop' }],
  });
});

test('a stream sends the text in chunks', async () => {
  const stream = { prompt: 'Once', stream: true, stream_options: { include_usage: true } };
  const events = eventsOf(await (await post(emulator(), PATH, stream)).text());
  expect(events.pop()).toBe('[DONE]');
  const chunks = events.map((event) => JSON.parse(event) as { choices: { text: string; finish_reason: string }[] });
  expect(chunks.map(({ choices }) => choices[0]?.text ?? '').join('')).toContain('You said: "Once"');
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 1 } });
});

test('a reasoning model does not reason in a text completion', async () => {
  const reply = await postJson(emulator(), PATH, { model: 'qwen/qwen3-4b-thinking-2507', prompt: 'Once' });
  expect(reply).toMatchObject({ usage: { completion_tokens_details: { reasoning_tokens: 0 } } });
});

test('a missing or invalid prompt is refused', async () => {
  for (const prompt of [undefined, [], [1, 2]]) {
    expect(await postJson(emulator(), PATH, { prompt }, 400)).toEqual({ error: expect.stringMatching(/'prompt'/) });
  }
});
