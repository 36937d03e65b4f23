import type { CompletionRequest } from '@lmux/core/provider';
import { expect, test } from 'vitest';
import { encodeCompletionRequest } from './encode-completion-request.js';

test.each<[Partial<Omit<CompletionRequest, 'model'>>, object]>([
  [{}, { raw: true }],
  [{ suffix: ')' }, { suffix: ')' }],
  [
    { seed: 1, ttlSeconds: 5 },
    { raw: true, options: { seed: 1 }, keep_alive: 5 },
  ],
  [{ contextOverflow: 'error' }, { raw: true, truncate: false, shift: false }],
  [{ extra: { raw: false, options: { num_ctx: 5 } } }, { raw: false, options: { num_ctx: 5 } }],
])('encodes %j', (request, wire) => {
  expect(encodeCompletionRequest({ model: 'm', prompt: 'f(', ...request })).toEqual({
    model: 'm',
    prompt: 'f(',
    ...wire,
  });
});
