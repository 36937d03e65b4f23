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
import { goodFixtures } from './good-fixtures.js';

/** A provider that can do everything on its one route. */
const MATRIX = { provider: 'good', routes: { all: ABLE_ROUTE } } as const satisfies CapabilityMatrix;

/** What the suite makes clients of, from a way of making a provider. */
export function subjectOf(
  create: (context: ProviderContext) => Provider,
  capabilities: CapabilityMatrix = MATRIX,
): ConformanceSubject {
  const plugin = defineProvider({ id: 'good', capabilities, create });
  return { plugins: [plugin], config: { provider: 'good', baseUrl: 'http://good' } };
}

/** The tests that the suite registers, by name. */
export function collect(
  options: Omit<ConformanceOptions, 'test' | 'fixtures'> & Partial<ConformanceOptions>,
): Map<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>();
  providerConformance({
    fixtures: { all: goodFixtures },
    ...options,
    test: (name, run) => {
      if (tests.has(name)) throw new Error(`two tests are called "${name}"`);
      tests.set(name, run);
    },
  });
  return tests;
}

/** What the tests whose names fit fail with, by name; tests that pass are not in it. */
export async function failures(
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
