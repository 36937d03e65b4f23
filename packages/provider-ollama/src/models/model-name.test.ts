import { expect, test } from 'vitest';
import { aliasesOf, canonicalName } from './model-name.js';

test.each([
  ['smollm2', 'smollm2:latest'],
  ['smollm2:latest', 'smollm2:latest'],
  ['SmolLM2:135M', 'smollm2:135m'],
  ['registry.ollama.ai/library/smollm2:latest', 'smollm2:latest'],
  ['library/smollm2', 'smollm2:latest'],
  ['hf.co/user/repo:Q4_K_M', 'hf.co/user/repo:q4_k_m'],
  ['localhost:5000/user/repo', 'localhost:5000/user/repo:latest'],
])('%s', (name, canonical) => expect(canonicalName(name)).toBe(canonical));

test.each([
  ['smollm2:latest', ['smollm2']],
  ['smollm2:135m', []],
  ['localhost:5000/user/repo', []],
])('%s is %j too', (name, aliases) => expect(aliasesOf(name)).toEqual(aliases));
