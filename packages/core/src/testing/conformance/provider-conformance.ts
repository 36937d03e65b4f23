import type { Operation } from '../../contract/capability.js';
import { responseCases } from './cases/response-cases.js';
import { embeddingCases } from './cases/embedding-cases.js';
import { describeCases } from './cases/describe-cases.js';
import { emulatedToolCases } from './cases/emulated-tool-cases.js';
import { emptyListCases } from './cases/empty-list-cases.js';
import { errorCases } from './cases/error-cases.js';
import { featureCases } from './cases/feature-cases.js';
import { historyCases } from './cases/history-cases.js';
import { lifecycleCases } from './cases/lifecycle-cases.js';
import { loadCases } from './cases/load-cases.js';
import { limitCases } from './cases/limit-cases.js';
import { objectCases } from './cases/object-cases.js';
import { matrixCases, providerCases } from './cases/matrix-cases.js';
import { reasoningTagCases } from './cases/reasoning-tag-cases.js';
import { redirectCases } from './cases/redirect-cases.js';
import { resumeCases } from './cases/resume-cases.js';
import { roleCases } from './cases/role-cases.js';
import { collectCases } from './cases/collect-cases.js';
import { contractCases } from './cases/contract-cases.js';
import { streamCases } from './cases/stream-cases.js';
import { lostEndCases } from './cases/lost-end-cases.js';
import { toolImageCases } from './cases/tool-image-cases.js';
import { truncationCases } from './cases/truncation-cases.js';
import { Harness } from './harness/harness.js';
import type { ConformanceOptions } from './conformance-options.js';
import { RoutePlan, type Case } from './route-plan.js';
import { SCENARIOS } from './scenarios.js';
import { endsOnAbort } from './traits/ends-on-abort.js';
import { respectsOptions } from './traits/respects-options.js';

const CAPABILITIES = (Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]).filter(
  (name): name is Operation & keyof typeof SCENARIOS => SCENARIOS[name].capability === name,
);

function isStream(capability: Operation): capability is Extract<Operation, `${string}.stream`> {
  return capability.endsWith('.stream');
}

/** Creates all cases of one route. */
function* routeCases(plan: RoutePlan): Generator<Case> {
  const tested = CAPABILITIES.filter((capability) => plan.tests(capability));
  yield* matrixCases(plan, tested);
  for (const name of Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]) {
    const scenario = SCENARIOS[name];
    if (!tested.includes(scenario.capability)) continue;
    if (scenario.feature !== undefined && plan.supportOf(scenario.feature) === 'no') continue;
    yield* isStream(scenario.capability) ? streamCases(plan, name, scenario) : responseCases(plan, name, scenario);
    if (isStream(scenario.capability)) yield* collectCases(plan, name, scenario);
  }
  yield* featureCases(plan, tested);
  yield* emptyListCases(plan, tested);
  yield* roleCases(plan, tested);
  yield* historyCases(plan, tested);
  yield* toolImageCases(plan, tested);
  if (tested.includes('embedding')) yield* embeddingCases(plan);
  yield* describeCases(plan, tested);
  yield* errorCases(plan, tested);
  yield* redirectCases(plan, tested);
  for (const capability of tested) {
    if (isStream(capability)) {
      yield* lifecycleCases(plan, capability);
      yield* truncationCases(plan, capability);
      yield* lostEndCases(plan, capability);
      yield* limitCases(plan, capability);
    }
    yield* endsOnAbort(plan, capability);
    yield* respectsOptions(plan, capability);
  }
  for (const operation of ['chat', 'chat.stream'] as const) {
    if (!tested.includes(operation)) continue;
    yield* objectCases(plan, operation);
    yield* emulatedToolCases(plan, operation);
  }
  if (tested.includes('chat')) yield* reasoningTagCases(plan, 'chat');
  if (tested.includes('chat.stream')) {
    yield* reasoningTagCases(plan, 'chat.stream');
    yield* resumeCases(plan);
  }
  if (tested.includes('models.load')) yield* loadCases(plan);
  yield* contractCases(plan, tested);
}

/**
 * Registers the tests that every provider must pass, for each route of its matrix. Declared capabilities must work and
 * have a fixture. Denied ones must be refused before anything is sent. A stream must emit the same events however the
 * network splits the response. A call must release its connection, timers and listeners, however it ends. The suite
 * works with any test runner, whose test function is passed as `test`.
 */
export function providerConformance(options: ConformanceOptions): void {
  const { client } = new Harness(options, 'hold');
  const { provider, capabilities } = client;
  const routes = Object.keys(capabilities.routes);
  const cases = [
    ...providerCases(options, routes),
    ...routes.flatMap((route) => [...routeCases(new RoutePlan(options, capabilities, route))]),
  ];
  client.close().catch(() => {});
  for (const { name, run } of cases) options.test(`${provider}: ${name}`, run);
}
