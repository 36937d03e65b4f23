import { expect, test } from 'vitest';
import { requestedChoices } from './chunk-format.js';

test.each<[request: object, count: number]>([
  [{}, 1],
  [{ n: null }, 1],
  [{ n: 1 }, 1],
  [{ n: 3 }, 3],
  [{ n: 0 }, 1],
  [{ n: '3' }, 1],
  [{ prompt: 'a' }, 1],
  [{ prompt: 'a', n: 2 }, 2],
  [{ prompt: ['a'] }, 1],
  [{ prompt: ['a', 'b'] }, 2],
  [{ prompt: ['a', 'b'], n: 3 }, 6],
  // One prompt in the form of tokens, and two.
  [{ prompt: [1, 2, 3] }, 1],
  [{ prompt: [[1, 2, 3], [4]] }, 2],
  [{ prompt: [], n: 2 }, 2],
])('%j requests %i choices', (request, count) => {
  expect(requestedChoices(request)).toBe(count);
});
