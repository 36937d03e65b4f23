import { providerConformance } from '@lmux/core/testing';
import { openai } from '@lmux/provider-openai';
import { test } from 'vitest';
import { fixtures } from './conformance-fixtures.js';

providerConformance({
  test,
  factory: () => ({ plugins: [openai], config: { provider: 'openai', baseUrl: 'http://localhost:1234' } }),
  fixtures: { openai: fixtures },
});
