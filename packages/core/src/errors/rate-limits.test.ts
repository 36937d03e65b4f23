import { describe, expect, test } from 'vitest';
import type { RateLimits } from '../contract/http-details.js';
import { readRateLimits } from './rate-limits.js';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('readRateLimits', () => {
  test.each<[string, Record<string, string>, RateLimits]>([
    [
      'OpenAI and Groq',
      {
        'x-ratelimit-limit-requests': '5000',
        'x-ratelimit-limit-tokens': '160000',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-remaining-tokens': '159976',
        'x-ratelimit-reset-requests': '12ms',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      {
        requests: { limit: 5000, remaining: 0, resetMs: 12 },
        tokens: { limit: 160_000, remaining: 159_976, resetMs: 360_000 },
      },
    ],
    [
      'Azure',
      { 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '7', 'x-rate-limit-reset-requests': '3' },
      { tokens: { remaining: 0, resetMs: 7000 }, requests: { resetMs: 3000 } },
    ],
    [
      'Azure, for a limit that does not apply',
      { 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '0' },
      { tokens: { resetMs: 0 } },
    ],
    [
      'Anthropic',
      {
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-input-tokens-remaining': '0',
        'anthropic-ratelimit-input-tokens-reset': '2026-11-20T12:00:30Z',
      },
      { requests: { limit: 50 }, 'input-tokens': { remaining: 0, resetMs: 30_000 } },
    ],
    [
      'Mistral',
      { 'x-ratelimit-limit-req-minute': '60', 'x-ratelimit-remaining-tokens-minute': '499983' },
      { 'requests-minute': { limit: 60 }, 'tokens-minute': { remaining: 499_983 } },
    ],
    [
      'Cerebras',
      { 'x-ratelimit-remaining-requests-day': '14399', 'x-ratelimit-reset-requests-day': '33011.382867' },
      { 'requests-day': { remaining: 14_399, resetMs: 33_011_382.867 } },
    ],
    [
      'OpenRouter and GitHub',
      { 'x-ratelimit-limit': '50', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 90_000) },
      { requests: { limit: 50, remaining: 0, resetMs: 90_000 } },
    ],
    [
      'Together',
      { 'x-tokenlimit-limit': '180000', 'x-tokenlimit-remaining': '1', 'x-ratelimit-reset': '1' },
      { tokens: { limit: 180_000, remaining: 1 }, requests: { resetMs: 1000 } },
    ],
    ['LiteLLM, from its upstream', { 'llm_provider-x-ratelimit-remaining-tokens': '9' }, { tokens: { remaining: 9 } }],
    [
      'the IETF draft',
      { 'ratelimit-limit': '10', 'ratelimit-reset': '50' },
      { requests: { limit: 10, resetMs: 50_000 } },
    ],
    [
      'Hugging Face',
      { ratelimit: '"api";r=0;t=55, resolvers;r=4990', 'ratelimit-policy': '"fixed window";"api";q=1000;w=300' },
      { api: { remaining: 0, resetMs: 55_000 }, resolvers: { remaining: 4990 } },
    ],
    [
      'DigitalOcean',
      {
        'x-ratelimit-remaining-tokens-per-day': '0',
        'x-ratelimit-reset-tokens-per-day': String(NOW / 1000 + 30),
      },
      { 'tokens-per-day': { remaining: 0, resetMs: 30_000 } },
    ],
    ['an older draft of the IETF', { ratelimit: 'limit=10, remaining=0, reset=5' }, {}],
    ['no limits', { 'content-type': 'application/json', 'x-ratelimit-policy': '1', 'x-request-id': '7' }, {}],
    [
      'unreadable values',
      {
        'x-ratelimit-limit-tokens': 'many',
        'x-ratelimit-reset-tokens': '',
        'ratelimit-limit': ' ',
        ratelimit: '"a";r=-1;t=9',
      },
      {},
    ],
  ])('reads the headers of %s', (_, headers, limits) => {
    expect(readRateLimits(headers, NOW)).toEqual(limits);
  });

  test('accepts a count with the name of a property of all objects', () => {
    const limits = readRateLimits({ 'x-ratelimit-limit-__proto__': '1', 'x-ratelimit-limit-constructor': '2' }, NOW);
    expect(Object.entries(limits)).toEqual([
      ['__proto__', { limit: 1 }],
      ['constructor', { limit: 2 }],
    ]);
  });
});
