import { expect, test } from 'vitest';
import { DROPPABLE_FEATURES } from '../../test/support/droppable-features.js';
import type { Support } from '../contract/capability.js';
import type { ChatRequest } from '../contract/chat.js';
import { ABLE_ROUTE } from '../testing/fake-matrix.js';
import { dropFeatures, withoutImpliedChoice } from './drop-features.js';

const KEPT = {
  prompt: 'p',
  topK: 1,
  minP: 1,
  repeatPenalty: 1,
  frequencyPenalty: 1,
  presencePenalty: 1,
};
const request = Object.freeze({ ...KEPT, seed: 1, logprobs: true, ttlSeconds: 1, parallelToolCalls: false });

test('removes the fields of the features without changing the original request', () => {
  expect(dropFeatures(request, ['seed', 'ttl', 'logprobs', 'parallelToolCalls'])).toEqual(KEPT);
  expect(request.seed).toBe(1);
});

test('removes the field of every droppable feature', () => {
  expect(dropFeatures(request, DROPPABLE_FEATURES)).toEqual({ prompt: 'p' });
});

test.each<[toolChoice: ChatRequest['toolChoice'], support: Support, sent: ChatRequest['toolChoice']]>([
  ['auto', 'no', undefined],
  ['auto', 'yes', 'auto'],
  ['auto', 'unknown', 'auto'],
  ['required', 'no', 'required'],
  [undefined, 'no', undefined],
])('the choice %j is sent to a route with support "%s" as %j', (toolChoice, support, sent) => {
  const chat: ChatRequest = { messages: [], toolChoice };
  expect(withoutImpliedChoice(chat, { ...ABLE_ROUTE, toolChoice: support }).toolChoice).toBe(sent);
  expect(chat.toolChoice).toBe(toolChoice);
});
