import type { Capability, ChatFeature } from '../../../contract/capability.js';
import { supportOf } from '../../../capability/support.js';
import { checkProvider } from '../../../provider/define-provider.js';
import { ABLE_ROUTE } from '../../fake-matrix.js';
import { ensure, fail, shown } from '../assert.js';
import { withBench } from '../bench.js';
import type { ScenarioName } from '../conformance-fixtures.js';
import type { ConformanceOptions } from '../conformance-options.js';
import type { Case, RoutePlan } from '../route-plan.js';
import { SCENARIOS } from '../scenarios.js';
import { checkRefusal } from '../traits/is-refused.js';
import { turns } from '../turns.js';
import { call } from '../verbs.js';
import { neededRefusals } from './error-cases.js';

const ITEMS = Object.keys(ABLE_ROUTE) as (Capability | ChatFeature)[];

/** What holds for the provider as a whole. */
export function* providerCases(options: ConformanceOptions, routes: readonly string[]): Generator<Case> {
  const bench = (name: string, run: Parameters<typeof withBench>[2]): Case => ({
    name,
    run: () => withBench(options, 'hold', run),
  });
  yield bench('is made and closed without a request', async ({ client, transport, clock }) => {
    await turns();
    await client.close();
    ensure(transport.requests.length === 0, 'Making the client has sent a request; ask when something is asked for.');
    ensure(clock.timers === 0, 'A client that was closed leaves timers.');
  });
  yield bench('answers for every capability and feature in its matrix', async ({ client }) => {
    for (const [route, cells] of Object.entries(client.capabilities.routes)) {
      const unsound = ITEMS.filter((item) => !/^(?:yes|no|unknown)$/.test(cells[item] ? supportOf(cells[item]) : ''));
      ensure(unsound.length === 0, `Route "${route}" says neither yes, no nor unknown for ${unsound.join(', ')}.`);
    }
  });
  yield bench('has a method for what it declares, and no other', async ({ tap }) => {
    if (tap.provider !== undefined && tap.capabilities !== undefined) checkProvider(tap.provider, tap.capabilities);
  });
  yield bench('has fixtures for its own routes only', async () => {
    const strange = Object.keys(options.fixtures).filter((route) => !routes.includes(route));
    ensure(strange.length === 0, `The fixtures name routes that the matrix has not: ${shown(strange)}.`);
  });
}

function missing(plan: RoutePlan, name: ScenarioName, what: string): Case {
  return plan.case(`${name}: has a fixture`, 'hold', async () =>
    fail(
      `Route "${plan.route}" declares ${what} but has no fixture "${name}". Give the server's answer, or { none: 'why' }.`,
    ),
  );
}

/** Whether the scenario is told on this route, by what the matrix says. */
function declared(plan: RoutePlan, name: keyof typeof SCENARIOS): 'yes' | 'no' | 'unknown' {
  const { capability, feature } = SCENARIOS[name];
  const said = new Set([plan.supportOf(capability), feature === undefined ? 'yes' : plan.supportOf(feature)]);
  if (said.has('no')) return 'no';
  return said.has('unknown') ? 'unknown' : 'yes';
}

/** What the matrix declares has an answer in the fixtures, and what it denies is refused. */
export function* matrixCases(plan: RoutePlan, tried: readonly Capability[]): Generator<Case> {
  for (const name of Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]) {
    const { capability, feature, optional } = SCENARIOS[name];
    const what = feature === undefined || plan.supportOf(capability) === 'no' ? capability : feature;
    const fixture = plan.fixtureOf(name);
    const support = declared(plan, name);
    if (support === 'no' && fixture !== undefined) {
      yield plan.case(`${name}: has a fixture only where it is declared`, 'hold', async () =>
        fail(`The matrix denies "${what}" on route "${plan.route}", but there is a fixture "${name}".`),
      );
    }
    if (support === 'yes' && fixture === undefined && optional !== true) yield missing(plan, name, `"${what}"`);
    if (support === 'yes' && name === capability && fixture !== undefined && plan.answerOf(capability) === undefined) {
      yield plan.case(`${name}: has an answer`, 'hold', async () =>
        fail(`Route "${plan.route}" declares "${capability}", so the fixture "${name}" cannot say that there is none.`),
      );
    }
    if (name === capability && support === 'no') {
      yield plan.case(`${capability}: is refused before anything is sent`, 'hold', (bench) =>
        checkRefusal(plan, bench, capability, (options) => call(bench.client, capability, options)),
      );
    }
  }
  for (const name of neededRefusals(tried)) {
    if (plan.fixtureOf(name) === undefined) yield missing(plan, name, 'what such a server refuses');
  }
}
