import { expect, test } from 'vitest';
import { aliasesOf, canonicalModelName } from './model-name.js';

test.each([
  ['smollm2', 'smollm2:latest'],
  ['smollm2:latest', 'smollm2:latest'],
  ['SmolLM2:135M', 'smollm2:135m'],
  ['registry.ollama.ai/library/smollm2:latest', 'smollm2:latest'],
  ['library/smollm2', 'smollm2:latest'],
  ['hf.co/user/repo:Q4_K_M', 'hf.co/user/repo:q4_k_m'],
  ['localhost:5000/user/repo', 'localhost:5000/user/repo:latest'],
])('canonicalizes %s', (name, canonical) => expect(canonicalModelName(name)).toBe(canonical));

test.each([
  ['smollm2:latest', ['smollm2']],
  ['smollm2:135m', []],
  ['localhost:5000/user/repo', []],
])('gives %s the aliases %j', (name, aliases) => expect(aliasesOf(name)).toEqual(aliases));

test.each([
  ['smollm2', 'smollm2:latest', true],
  ['SMOLLM2', 'smollm2:latest', true],
  ['registry.ollama.ai/library/smollm2', 'smollm2:latest', true],
  ['library/smollm2:135m', 'smollm2:135m', true],
  ['smollm2:135m', 'smollm2', false],
  ['user/smollm2', 'smollm2', false],
  ['hf.co/user/repo', 'hf.co/user/repo:latest', true],
  ['hf.co/user/repo', 'user/repo', false],
])('compares %s and %s: the same model is %s', (a, b, same) => {
  expect(canonicalModelName(a) === canonicalModelName(b)).toBe(same);
});
