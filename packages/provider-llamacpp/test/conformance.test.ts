import { providerConformance } from '@lmux/core/testing';
import { llamacpp } from '@lmux/provider-llamacpp';
import { test } from 'vitest';
import { openai, router } from './conformance-fixtures.js';

providerConformance({
  test,
  factory: () => ({ plugins: [llamacpp], config: { provider: 'llamacpp' } }),
  fixtures: { openai },
  respondToSideRequest: router(),
});
