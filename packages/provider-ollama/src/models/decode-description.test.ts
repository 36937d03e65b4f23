import type { DescribedModel } from '@lmux/core/provider';
import { expect, test } from 'vitest';
import { decodeDescription } from './decode-description.js';
import type { OllamaShowResponse } from './wire.js';

type Features = DescribedModel['features'];

const GENERATES: Features = { chat: true, completion: true };
const NO_GENERATION: Features = { chat: false, completion: false };
const NOTHING_MORE: Features = { tools: false, imageInput: false, reasoning: false };

test.each<[capabilities: unknown, features: Features]>([
  [['completion'], { ...GENERATES, ...NOTHING_MORE }],
  [['completion', 'tools'], { ...GENERATES, ...NOTHING_MORE, tools: true }],
  [['completion', 'vision'], { ...GENERATES, ...NOTHING_MORE, imageInput: true }],
  [['completion', 'thinking', 'insert'], { ...GENERATES, ...NOTHING_MORE, reasoning: true }],
  [
    ['completion', 'tools', 'vision', 'thinking', 'audio'],
    { ...GENERATES, tools: true, imageInput: true, reasoning: true },
  ],
  [['embedding'], { ...NO_GENERATION, ...NOTHING_MORE, embedding: true }],
  // The template of an embedding model may support tools, but the model cannot chat.
  [['embedding', 'tools', 'thinking'], { ...NO_GENERATION, ...NOTHING_MORE, embedding: true }],
  [['completion', 'embedding'], { ...GENERATES, ...NOTHING_MORE, embedding: true }],
  [['image'], { ...NO_GENERATION, ...NOTHING_MORE }],
  [undefined, {}],
  [null, {}],
  ['completion', {}],
  [[], {}],
])('describes the capabilities %j', (capabilities, features) => {
  const shown = { details: {}, capabilities } as OllamaShowResponse;
  expect(decodeDescription('m', shown)).toEqual({ id: 'm', features });
});

test.each<[what: string, info: unknown, maxContextLength: number | undefined]>([
  ['of the architecture', { 'general.architecture': 'llama', 'llama.context_length': 8192 }, 8192],
  ['of another architecture', { 'general.architecture': 'llama', 'clip.context_length': 77 }, undefined],
  ['that is invalid', { 'general.architecture': 'llama', 'llama.context_length': '8192' }, undefined],
  ['without an architecture', { 'llama.context_length': 8192 }, undefined],
  ['that is missing', null, undefined],
])('reads a maximum context length %s', (_what, info, maxContextLength) => {
  const shown = { details: {}, model_info: info } as OllamaShowResponse;
  expect(decodeDescription('m', shown).maxContextLength).toBe(maxContextLength);
});

test('takes the name, the digest and the context length from the lists', () => {
  const installed = { name: 'm:latest', model: 'm:latest', modified_at: '', size: 1, digest: 'abc' };
  const running = { ...installed, expires_at: '', context_length: 512 };
  expect(decodeDescription('m', { details: {} }, { installed, running })).toEqual({
    id: 'm:latest',
    features: {},
    contextLength: 512,
    digest: 'abc',
  });
});
