import { expect, test } from 'vitest';
import { postJson } from '../support/post.js';
import type { EmbeddingWire } from '../support/wire.js';
import { withEmulator } from '../support/with-emulator.js';

const PATH = '/v1/embeddings';
const NOMIC = 'text-embedding-nomic-embed-text-v1.5';
const emulator = withEmulator();

const embed = async (input: unknown): Promise<unknown> =>
  (await postJson<EmbeddingWire>(emulator(), PATH, { input })).data[0]?.embedding;

test('embeddings are in input order, as floats of the model’s length, with zero usage', async () => {
  const body = { model: NOMIC, input: ['cats', 'dogs'], encoding_format: 'base64', dimensions: 8 };
  const reply = await postJson<EmbeddingWire>(emulator(), PATH, body);
  expect(reply).toMatchObject({
    object: 'list',
    data: [
      { object: 'embedding', index: 0 },
      { object: 'embedding', index: 1 },
    ],
    model: NOMIC,
    usage: { prompt_tokens: 0, total_tokens: 0 },
  });
  expect(reply.data.map(({ embedding }) => embedding.length)).toEqual([768, 768]);
});

test('a text has the same embedding alone and in a batch, and text beyond the context is ignored', async () => {
  expect(await embed('cats')).toEqual(await embed(['cats', 'dogs']));
  const full = 'word '.repeat(2048);
  expect(await embed(`${full} tail`)).toEqual(await embed(`${full} other tail`));
});

test('a chat model and a missing input are refused', async () => {
  const chatModel = { model: 'qwen/qwen3-4b-2507', input: 'x' };
  expect(await postJson(emulator(), PATH, chatModel, 400)).toEqual({ error: 'Model is not embedding' });
  for (const input of [undefined, [], [1], null]) {
    expect(await postJson(emulator(), PATH, { input }, 400)).toEqual({ error: expect.stringMatching(/'input'/) });
  }
});
