import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { promptFeatures } from './prompt-features.js';
import { TokenEstimator, type TokenEstimate } from './token-estimator.js';
import type { FeatureCounts } from './token-prior.js';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Returns numbers from 0 to 1 that look random. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function filesIn(folder: string, ending: string): string {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(ending));
  return names.map((name) => readFileSync(join(ROOT, folder, name), 'utf8')).join('\n');
}

const random = sequence(7);
const numbers = Array.from({ length: 8000 }, () => Math.floor(random() * 10 ** (1 + 6 * random()))).join(', ');
const records = Array.from({ length: 800 }, (_, id) => ({
  id,
  name: `user ${id}`,
  active: random() < 0.5,
  score: random(),
}));
const HAN =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经';
const chinese = Array.from({ length: 40_000 }, () =>
  random() < 0.1 ? '，' : HAN[Math.floor(random() * HAN.length)],
).join('');

const KINDS: Readonly<Record<string, string>> = {
  English: filesIn('docs/guide', '.md').replaceAll(/```[^]*?```/g, ''),
  code: filesIn('packages/core/src/http', '.ts'),
  JSON: JSON.stringify(records),
  numbers,
  Chinese: chinese,
};

/** Counts pieces of words, each of at most `letters` letters, `digits` digits at a time, and `han` tokens for each Chinese character. */
function tokenizer({
  letters,
  digits,
  han,
}: {
  letters: number;
  digits: number;
  han: number;
}): (text: string) => number {
  const pattern = new RegExp(
    `(?<han>[\\u3400-\\u9fff])|[\\p{L}]{1,${letters}}|\\d{1,${digits}}|[^\\s\\p{L}\\d]{1,2}|\\n+ *|  +`,
    'gu',
  );
  return (text) => {
    let tokens = 0;
    for (const { groups } of text.matchAll(pattern)) tokens += groups?.['han'] === undefined ? 1 : han;
    return tokens;
  };
}

const TOKENIZERS = [
  ['few tokens', tokenizer({ letters: 12, digits: 3, han: 0.6 })],
  ['many tokens', tokenizer({ letters: 4, digits: 1, han: 2 })],
] as const;

interface Sample {
  readonly features: FeatureCounts;
  readonly text: string;
}

/** Returns a prompt of a few hundred tokens or more. */
function sample(kinds: readonly string[], next: () => number): Sample {
  const pieces = Array.from({ length: 3 }, () => {
    const text = KINDS[kinds[Math.floor(next() * kinds.length)] ?? ''] ?? '';
    const length = 400 + Math.floor(next() * 3000);
    return text.slice(Math.floor(next() * (text.length - length))).slice(0, length);
  });
  const messages = [{ role: 'user' as const, content: pieces.join('\n') }];
  return { features: promptFeatures({ messages }, () => ''), text: pieces.join('\n') };
}

/** The template of the model adds 30 tokens. */
const exactOf = (count: (text: string) => number, { text }: Sample): number => Math.round(count(text) + 30);

function learned(count: (text: string) => number, samples: readonly Sample[]): TokenEstimator {
  const estimator = new TokenEstimator();
  for (const each of samples) estimator.observe(each.features, exactOf(count, each));
  return estimator;
}

const errorOf = ({ inputTokens }: TokenEstimate, exact: number): number => Math.abs(inputTokens - exact);

describe.each(TOKENIZERS)('a tokenizer of %s', (_, count) => {
  test.each(Object.keys(KINDS))('%s: is within 5 percent on further text after five prompts', (kind) => {
    const next = sequence(3);
    const estimator = learned(
      count,
      Array.from({ length: 5 }, () => sample([kind], next)),
    );
    const errors = Array.from({ length: 40 }, () => {
      const further = sample([kind], next);
      const exact = exactOf(count, further);
      return (estimator.estimate(further.features).inputTokens - exact) / exact;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.05);
    const median = errors.map((error) => Math.abs(error)).toSorted((a, b) => a - b)[20];
    expect(median).toBeLessThan(0.05);
  });

  test('has bounds that hold in 95 % of mixed prompts, and are narrow', () => {
    const next = sequence(5);
    let held = 0;
    let relative = 0;
    for (let chat = 0; chat < 20; chat += 1) {
      const estimator = learned(
        count,
        Array.from({ length: 8 }, () => sample(Object.keys(KINDS), next)),
      );
      for (let index = 0; index < 10; index += 1) {
        const further = sample(Object.keys(KINDS), next);
        const estimate = estimator.estimate(further.features);
        if (errorOf(estimate, exactOf(count, further)) <= estimate.bound) held += 1;
        relative += estimate.bound / estimate.inputTokens;
      }
    }
    expect(held).toBeGreaterThanOrEqual(190);
    expect(relative / 200).toBeLessThan(0.2);
  });
});

// The least and the most tokens that the tokenizers of GPT-2, GPT-4, GPT-4o, Llama 2 and 3.1, Qwen 3, Gemma 3 and DeepSeek V3 make of 800 characters.
test.each<[piece: string, fewest: number, most: number]>([
  ['\n', 25, 801],
  ['\r\n', 100, 800],
  ['\t', 26, 801],
  [' ', 7, 800],
  [' \n', 100, 800],
  ['\n    ', 42, 800],
  ['\n\t', 102, 801],
  ['a', 100, 200],
  ['ab', 200, 400],
  ['0', 50, 801],
  ['-', 12, 51],
  ['=', 12, 52],
  ['\u0430', 400, 800],
])('the bound holds for 800 characters of %j without any observation', (piece, fewest, most) => {
  const content = piece.repeat(800 / piece.length);
  const { inputTokens, bound } = new TokenEstimator().estimate(
    promptFeatures({ messages: [{ role: 'user', content }] }, () => ''),
  );
  const template = 8;
  expect(inputTokens - bound).toBeLessThanOrEqual(fewest + template);
  expect(inputTokens + bound).toBeGreaterThanOrEqual(most + template);
});

describe('TokenEstimator', () => {
  const [, count] = TOKENIZERS[0];
  const next = sequence(11);
  const english = Array.from({ length: 12 }, () => sample(['English'], next));
  const [first, ...rest] = english as [Sample, ...Sample[]];

  test('estimates without any observation, with a wide bound', () => {
    const estimator = new TokenEstimator();
    const { inputTokens, bound } = estimator.estimate(first.features);
    expect(estimator.isLearned).toBe(false);
    expect(errorOf({ inputTokens, bound }, exactOf(count, first))).toBeLessThan(bound);
    expect(bound).toBeGreaterThan(inputTokens * 0.3);
  });

  test('becomes more certain with each prompt of the same kind', () => {
    const bounds = [0, 1, 3, 8].map((prompts) => learned(count, rest.slice(0, prompts)).estimate(first.features).bound);
    expect(bounds).toEqual(bounds.toSorted((a, b) => b - a));
    expect(bounds.at(-1)).toBeLessThan((bounds[0] ?? 0) / 4);
  });

  test('is less certain about another kind', () => {
    const estimator = learned(count, rest);
    const other = sample(['Chinese'], next);
    const relative = ({ features }: Sample): number => {
      const { inputTokens, bound } = estimator.estimate(features);
      return bound / inputTokens;
    };
    expect(relative(other)).toBeGreaterThan(2 * relative(first));
  });

  test('learns that the server adds a long system message', () => {
    const estimator = new TokenEstimator();
    for (const each of rest) estimator.observe(each.features, 2000 + exactOf(count, each));
    const estimate = estimator.estimate(first.features);
    expect(errorOf(estimate, 2000 + exactOf(count, first))).toBeLessThan(0.05 * 2000);
  });

  test.each([
    ['is far too small', 0, 10],
    ['leaves out the cached part of the prompt', 5, 100],
  ])('ignores a count that %s', (_, prompts, counted) => {
    const estimator = learned(count, rest.slice(0, prompts));
    const before = estimator.estimate(first.features);
    estimator.observe(rest[6]?.features ?? first.features, counted);
    expect(estimator.estimate(first.features)).toEqual(before);
  });

  test('never estimates less than one token', () => {
    const estimator = new TokenEstimator();
    for (let index = 0; index < 5; index += 1) {
      estimator.observe(
        promptFeatures({ messages: [{ role: 'user', content: '' }] }, () => ''),
        6,
      );
    }
    expect(estimator.estimate(promptFeatures({ messages: [] }, () => '')).inputTokens).toBeGreaterThanOrEqual(1);
  });
});
