import { expect, test } from 'vitest';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { DENIED_ROUTE } from './denied-route.js';

/** Every capability and feature, in the order of the tables in docs/guide/capabilities.md. */
const KEYS = `
  chat chat.stream completion completion.stream embedding
  models.list models.running models.load models.loadProgress models.unload models.download models.downloadStatus models.describe models.delete tokens.count
  systemMessage assistantMessages tools toolChoice parallelToolCalls jsonObject jsonSchema imageInput reasoning
  stop seed topK minP repeatPenalty frequencyPenalty presencePenalty logprobs
  statefulChat integrations contextLength ttl contextOverflowError resume loadProgress promptProgress`
  .trim()
  .split(/\s+/);

test('DENIED_ROUTE denies every capability and feature', () => {
  expect(Object.keys(DENIED_ROUTE)).toEqual(KEYS);
  expect(new Set(Object.values(DENIED_ROUTE))).toEqual(new Set(['no']));
});

test('ABLE_ROUTE has the same keys and supports all of them', () => {
  expect(Object.keys(ABLE_ROUTE)).toEqual(KEYS);
  expect(new Set(Object.values(ABLE_ROUTE))).toEqual(new Set(['yes']));
});
