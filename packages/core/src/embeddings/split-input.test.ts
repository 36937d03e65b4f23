import { expect, test } from 'vitest';
import { splitInput } from './split-input.js';

const textsOf = (texts: readonly string[], limits: Parameters<typeof splitInput>[1]): (readonly string[])[] =>
  splitInput(texts, limits).map((part) => part.texts);

test.each<[texts: string[], limits: Parameters<typeof splitInput>[1], parts: string[][]]>([
  [['a', 'b', 'c'], {}, [['a', 'b', 'c']]],
  [['a', 'b', 'c'], { embedInputs: 3 }, [['a', 'b', 'c']]],
  [['a', 'b', 'c'], { embedInputs: 2 }, [['a', 'b'], ['c']]],
  [['a', 'b', 'c'], { embedInputs: 1 }, [['a'], ['b'], ['c']]],
  [['aa', 'bb', 'cc'], { embedBytes: 4 }, [['aa', 'bb'], ['cc']]],
  [['aa', 'bb', 'cc'], { embedBytes: 5 }, [['aa', 'bb'], ['cc']]],
  [['a', 'longer than the limit', 'b', 'c'], { embedBytes: 4 }, [['a'], ['longer than the limit'], ['b', 'c']]],
  [['longer', 'longer'], { embedBytes: 1 }, [['longer'], ['longer']]],
  [['a', 'b', 'ccc', 'd'], { embedInputs: 2, embedBytes: 3 }, [['a', 'b'], ['ccc'], ['d']]],
  // Two, three and four bytes.
  [['é', 'é'], { embedBytes: 4 }, [['é', 'é']]],
  [['é', 'é'], { embedBytes: 3 }, [['é'], ['é']]],
  [['漢', '字'], { embedBytes: 6 }, [['漢', '字']]],
  [['漢', '字'], { embedBytes: 5 }, [['漢'], ['字']]],
  [['😀', '😀'], { embedBytes: 8 }, [['😀', '😀']]],
  [['😀', '😀'], { embedBytes: 7 }, [['😀'], ['😀']]],
])('splits %j with %j', (texts, limits, parts) => {
  expect(textsOf(texts, limits)).toEqual(parts);
});

test('the parts begin where the previous one ends, and have all texts in order', () => {
  const texts = Array.from({ length: 1000 }, (_, index) => 'x'.repeat(1 + ((index * 7) % 50)));
  const parts = splitInput(texts, { embedInputs: 30, embedBytes: 400 });
  expect(parts.flatMap((part) => part.texts)).toEqual(texts);
  for (const {
    start,
    texts: [first],
  } of parts)
    expect(texts[start]).toBe(first);
  for (const part of parts) {
    expect(part.texts.length).toBeLessThanOrEqual(30);
    expect(part.texts.join('').length).toBeLessThanOrEqual(400);
  }
});
