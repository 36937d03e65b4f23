import type { Capability } from '../../contract/capability.js';
import { answerCases } from './cases/answer-cases.js';
import { embeddingCases } from './cases/embedding-cases.js';
import { errorCases } from './cases/error-cases.js';
import { featureCases } from './cases/feature-cases.js';
import { lifeCases } from './cases/life-cases.js';
import { limitCases } from './cases/limit-cases.js';
import { matrixCases, providerCases } from './cases/matrix-cases.js';
import { resumeCases } from './cases/resume-cases.js';
import { roleCases } from './cases/role-cases.js';
import { ruleCases } from './cases/rule-cases.js';
import { streamCases } from './cases/stream-cases.js';
import { truncationCases } from './cases/truncation-cases.js';
import { Bench } from './bench.js';
import type { ConformanceOptions } from './conformance-options.js';
import { RoutePlan, type Case } from './route-plan.js';
import { SCENARIOS } from './scenarios.js';
import { aborts } from './traits/aborts.js';
import { heedsOptions } from './traits/heeds-options.js';

const CAPABILITIES = (Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]).filter(
  (name): name is Capability & keyof typeof SCENARIOS => SCENARIOS[name].capability === name,
);

function isStream(capability: Capability): capability is Extract<Capability, `${string}.stream`> {
  return capability.endsWith('.stream');
}

/** Every test of one route. */
function* routeCases(plan: RoutePlan): Generator<Case> {
  const tried = CAPABILITIES.filter((capability) => plan.tries(capability));
  yield* matrixCases(plan, tried);
  for (const name of Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]) {
    const scenario = SCENARIOS[name];
    if (!tried.includes(scenario.capability)) continue;
    if (scenario.feature !== undefined && plan.supportOf(scenario.feature) === 'no') continue;
    yield* isStream(scenario.capability) ? streamCases(plan, name, scenario) : answerCases(plan, name, scenario);
  }
  yield* featureCases(plan, tried);
  yield* roleCases(plan, tried);
  if (tried.includes('embedding')) yield* embeddingCases(plan);
  yield* errorCases(plan, tried);
  for (const capability of tried) {
    if (isStream(capability)) {
      yield* lifeCases(plan, capability);
      yield* truncationCases(plan, capability);
      yield* limitCases(plan, capability);
    }
    yield* aborts(plan, capability);
    yield* heedsOptions(plan, capability);
  }
  if (tried.includes('chat.stream')) yield* resumeCases(plan);
  yield* ruleCases(plan, tried);
}

/**
 * Registers the tests that every provider has to pass, on each route of its matrix: what is declared works and has a fixture, what is
 * denied is refused before anything is sent, streams come to the same events however the network cuts them, and whatever ends a
 * call leaves nothing behind. It depends on no runner: `test` is the runner's own.
 */
export function providerConformance(options: ConformanceOptions): void {
  const { client } = new Bench(options, 'hold');
  const { provider, capabilities } = client;
  const routes = Object.keys(capabilities.routes);
  const cases = [
    ...providerCases(options, routes),
    ...routes.flatMap((route) => [...routeCases(new RoutePlan(options, capabilities, route))]),
  ];
  client.close().catch(() => {});
  for (const { name, run } of cases) options.test(`${provider}: ${name}`, run);
}
