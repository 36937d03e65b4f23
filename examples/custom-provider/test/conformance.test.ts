import { acme } from '@acme/lmux-provider-ndjson';
import { providerConformance } from '@lmux/core/testing';
import { test } from 'vitest';
import { fixtures } from './fixtures.ts';

providerConformance({
  test,
  factory: () => ({ plugins: [acme], config: { provider: 'acme' } }),
  fixtures,
});
