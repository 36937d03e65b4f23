import {
  ABLE_ROUTE,
  providerConformance,
  type ConformanceOptions,
  type ConformanceSubject,
} from '../../src/testing/index.js';
import {
  defineProvider,
  type CapabilityMatrix,
  type Provider,
  type ProviderContext,
} from '../../src/provider/index.js';
import { goodFixtures } from './good-provider/good-fixtures.js';

const DEPENDS_ON_MODEL = { support: 'yes', note: 'Depends on the model.', dependsOnModel: true } as const;

/** The matrix of a provider that supports everything on its only route. Models may lack some of it. */
const MATRIX = {
  provider: 'good',
  routes: {
    all: {
      ...ABLE_ROUTE,
      tools: DEPENDS_ON_MODEL,
      imageInput: DEPENDS_ON_MODEL,
      reasoning: DEPENDS_ON_MODEL,
      embedding: DEPENDS_ON_MODEL,
    },
  },
} as const satisfies CapabilityMatrix;

/** Returns the plugin and configuration of a provider. */
export function subjectOf(
  create: (context: ProviderContext) => Provider,
  capabilities: CapabilityMatrix = MATRIX,
): ConformanceSubject {
  const plugin = defineProvider({ id: 'good', capabilities, create });
  return { plugins: [plugin], config: { provider: 'good', baseUrl: 'http://good' } };
}

/** Returns the tests that the suite registers, by name. */
export function collectCases(
  options: Omit<ConformanceOptions, 'test' | 'fixtures'> & Partial<ConformanceOptions>,
): Map<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>();
  providerConformance({
    fixtures: { all: goodFixtures },
    ...options,
    test: (name, run) => {
      if (tests.has(name)) throw new Error(`Two tests have the name "${name}".`);
      tests.set(name, run);
    },
  });
  return tests;
}

/** Runs the tests whose names match. Resolves with the messages of those that fail, by name. */
export async function failuresOf(
  tests: Map<string, () => Promise<void>>,
  pattern = /^/,
): Promise<Record<string, string>> {
  const failed: Record<string, string> = {};
  for (const [name, run] of tests) {
    if (!pattern.test(name)) continue;
    try {
      await run();
    } catch (error) {
      failed[name] = error instanceof Error ? error.message : String(error);
    }
  }
  return failed;
}
