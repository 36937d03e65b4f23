import type { DescribedModel } from '@lmux/core/provider';
import { rejectionOf } from '@lmux/test-support';
import { expect, test } from 'vitest';
import { decodeDescription } from './decode-description.js';

const CHATS = { chat: true, completion: true, embedding: false };
const EMBEDS = { chat: false, completion: false, embedding: true };
const REASONING = { allowed_options: ['off', 'on'], default: 'on' };

/** Returns a list with one model. */
function listOf(entry: object) {
  return { models: [{ key: 'a/model', ...entry }] as never[] };
}

test.each<[what: string, entry: object, features: DescribedModel['features']]>([
  [
    'a chat model with everything',
    { type: 'llm', capabilities: { vision: true, trained_for_tool_use: true, reasoning: REASONING } },
    { ...CHATS, imageInput: true, tools: true, reasoning: true },
  ],
  // The server accepts tools for it, and may not list reasoning settings.
  [
    'a chat model with nothing',
    { type: 'llm', capabilities: { vision: false, trained_for_tool_use: false } },
    { ...CHATS, imageInput: false },
  ],
  [
    'a chat model without allowed reasoning settings',
    { type: 'llm', capabilities: { reasoning: { allowed_options: [] } } },
    { ...CHATS, reasoning: false },
  ],
  ['a chat model without capabilities', { type: 'llm' }, CHATS],
  ['a vision model of the older type', { type: 'vlm' }, CHATS],
  ['an embedding model', { type: 'embedding' }, EMBEDS],
  ['a model of another type', { type: 'video', capabilities: null }, {}],
])('describes %s', (_what, entry, features) => {
  expect(decodeDescription(listOf(entry), 'a/model')).toEqual({ id: 'a/model', features, loaded: false });
});

test.each([
  ['a/model', 4096],
  ['A/MODEL', 4096],
  ['a/model:2', 8192],
  ['mine', 1024],
])('the context length of %s is that of its instance', (name, contextLength) => {
  const instances = [
    ['a/model', 4096],
    ['a/model:2', 8192],
    ['mine', 1024],
  ].map(([id, context_length]) => ({ id, config: { context_length } }));
  const list = listOf({ type: 'llm', loaded_instances: instances, max_context_length: 32_768 });
  const description = decodeDescription(list, name);
  expect(description).toMatchObject({ id: 'a/model', contextLength, maxContextLength: 32_768 });
  expect(description).not.toHaveProperty('loaded');
});

test('a model that is not loaded has only a maximum context length', () => {
  const description = decodeDescription(
    listOf({ type: 'llm', loaded_instances: [], max_context_length: 8192 }),
    'a/model',
  );
  expect(description).not.toHaveProperty('contextLength');
  expect(description.maxContextLength).toBe(8192);
});

test('rejects a model that the server does not have', async () => {
  const error = await rejectionOf((async () => decodeDescription(listOf({ type: 'llm' }), 'other'))());
  expect(error).toMatchObject({
    code: 'model_not_found',
    provider: 'lmstudio',
    message: expect.stringContaining('"other"'),
  });
});
