import { sample } from 'fast-check';
import { expect, test } from 'vitest';
import { checkDocument } from '../scripts/measure-objects/check-document.ts';
import { brokenDocuments, documents } from '../scripts/measure-objects/documents.ts';

// `npm run objects -- parser` checks 5,000 of each.
test.each([
  { what: 'JSON', texts: documents },
  { what: 'broken JSON', texts: brokenDocuments },
])('the parser of partial $what is right for every beginning and split of some texts', ({ texts }) => {
  const some = sample(texts, { numRuns: 150, seed: 20 });
  for (const text of some) checkDocument(text);
  expect(some.some((text) => text.length > 100)).toBe(true);
});
