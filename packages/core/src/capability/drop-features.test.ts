import { expect, test } from 'vitest';
import { dropFeatures } from './drop-features.js';

const SAMPLING = { topK: 1, minP: 1, repeatPenalty: 1, frequencyPenalty: 1, presencePenalty: 1 };
const request = Object.freeze({ prompt: 'p', ...SAMPLING, seed: 1, logprobs: true, ttlSeconds: 1 });

test('leaves out the fields of the features, and changes nothing', () => {
  expect(dropFeatures(request, ['seed', 'ttl', 'logprobs'])).toEqual({ prompt: 'p', ...SAMPLING });
  expect(request.seed).toBe(1);
});

test('every droppable feature has its field', () => {
  const sampling = ['topK', 'minP', 'repeatPenalty', 'frequencyPenalty', 'presencePenalty'] as const;
  expect(dropFeatures(request, [...sampling, 'seed', 'logprobs', 'ttl'])).toEqual({ prompt: 'p' });
});

test('gives the request itself when there is nothing to leave out', () => {
  expect(dropFeatures(request, [])).toBe(request);
});
