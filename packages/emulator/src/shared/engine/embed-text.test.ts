import { describe, expect, test } from 'vitest';
import { embedText } from './embed-text.js';

function similarity(one: string, other: string): number {
  const second = embedText(other, 256);
  return embedText(one, 256).reduce((sum, value, place) => sum + value * (second[place] ?? 0), 0);
}

test.each(['The cat sat', '', '!!!', 'a', '漢字'])('the vector of %j has unit length', (text) => {
  const vector = embedText(text, 256);
  expect(vector).toHaveLength(256);
  expect(Math.hypot(...vector)).toBeCloseTo(1, 10);
});

test('case and punctuation do not change the vector of a text', () => {
  expect(similarity('The cat sat.', 'the CAT sat')).toBeCloseTo(1, 10);
});

describe('similar texts have closer vectors', () => {
  const query = 'How do I reset my password?';
  const near = 'To reset a forgotten password, open the settings.';
  const far = 'The train to Oslo leaves at noon.';

  test('if they share words', () => {
    expect(similarity(query, near)).toBeGreaterThan(similarity(query, far) + 0.2);
  });

  test('if they share parts of words', () => {
    expect(similarity('cat', 'cats')).toBeGreaterThan(similarity('cat', 'dogs') + 0.1);
  });
});
