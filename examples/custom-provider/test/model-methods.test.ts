import type { CapabilityMatrix } from '@lmux/core/provider';
import { conformanceValues, providerConformance } from '@lmux/core/testing';
import { test } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { modelMethods } from '../variants/model-methods.ts';
import { fixtures } from './fixtures.ts';
import { variantOf } from './variant-of.ts';

const { model } = conformanceValues;

const MATRIX = {
  ...capabilities,
  routes: {
    generate: {
      ...capabilities.routes.generate,
      'models.describe': 'yes',
      'models.delete': 'yes',
      'tokens.count': 'yes',
      seed: { support: 'yes', dependsOnModel: true, note: 'Depends on the model.' },
    },
  },
} as const satisfies CapabilityMatrix;

/** The example with models that can be described and deleted, and with tokens that the server counts. */
const variant = variantOf(MATRIX, modelMethods);

providerConformance({
  test,
  factory: () => ({ plugins: [variant], config: { provider: 'acme' } }),
  respondToSideRequest: ({ url }) => (url.endsWith('/running') ? { json: { models: [] } } : undefined),
  fixtures: {
    generate: {
      ...fixtures['generate'],
      'models.describe': {
        json: { name: model, seeds: true, window: 8192 },
        expect: { id: model, features: { seed: { value: true, source: 'server' } }, maxContextLength: 8192 },
      },
      'models.describe/lacks': { json: { name: model, seeds: false, window: 8192 } },
      'models.describe/silent': { json: { name: model, window: 8192 } },
      'models.delete': { json: { deleted: model } },
      'tokens.count': { json: { tokens: 12 }, expect: { inputTokens: 12 } },
    },
  },
});
