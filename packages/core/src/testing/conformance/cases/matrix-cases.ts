import type { Capability, ChatFeature, Operation, Support } from '../../../contract/capability.js';
import { supportOf } from '../../../capability/support.js';
import { checkProvider } from '../../../provider/define-provider.js';
import { ABLE_ROUTE } from '../../fake-matrix.js';
import type { TokenCount } from '../../../contract/context-overflow.js';
import { ensure, fail, shown } from '../checks/assert.js';
import { checkRefusal } from '../checks/check-refusal.js';
import { checkResponse } from '../checks/check-response.js';
import type { ScenarioName } from '../conformance-fixtures.js';
import type { ConformanceOptions } from '../conformance-options.js';
import { flushEventLoop } from '../harness/event-loop.js';
import { withHarness, type Harness } from '../harness/harness.js';
import { call } from '../harness/operations.js';
import type { Case, RoutePlan } from '../route-plan.js';
import { SCENARIOS } from '../scenarios.js';
import { neededRefusals } from './error-cases.js';

const ITEMS = Object.keys(ABLE_ROUTE) as (Capability | ChatFeature)[];

/** Creates the cases that are independent of routes. */
export function* providerCases(options: ConformanceOptions, routes: readonly string[]): Generator<Case> {
  const providerCase = (name: string, run: (harness: Harness) => Promise<void>): Case => ({
    name,
    run: () => withHarness(options, 'hold', run),
  });
  yield providerCase('creating and closing a client sends no request', async ({ client, transport, clock }) => {
    await flushEventLoop();
    await client.close();
    ensure(
      transport.requests.length === 0,
      `Creating the client sent ${transport.requests.length} request(s). Send requests only when an operation is called.`,
    );
    ensure(clock.timers === 0, `The closed client still has ${clock.timers} timer(s). Clear them in close().`);
  });
  yield providerCase('its matrix declares every capability and feature', async ({ client }) => {
    for (const [route, cells] of Object.entries(client.capabilities.routes)) {
      const invalid = ITEMS.filter((item) => !/^(?:yes|no|unknown)$/.test(cells[item] ? supportOf(cells[item]) : ''));
      ensure(
        invalid.length === 0,
        `Route "${route}" of the matrix must declare "yes", "no" or "unknown" for ${invalid.join(', ')}.`,
      );
    }
  });
  yield providerCase('has exactly the methods that its matrix declares', async ({ spy }) => {
    if (spy.provider !== undefined && spy.capabilities !== undefined) checkProvider(spy.provider, spy.capabilities);
  });
  yield providerCase('has fixtures only for its own routes', async () => {
    const unknown = Object.keys(options.fixtures).filter((route) => !routes.includes(route));
    ensure(
      unknown.length === 0,
      `The fixtures contain routes that are not in the matrix: ${unknown.join(', ')}. Routes of the matrix: ${routes.join(', ')}.`,
    );
  });
}

/**
 * Returns a case that fails because a scenario has no fixture.
 *
 * @param response What the fixture must be.
 */
export function missing(
  plan: RoutePlan,
  name: ScenarioName,
  reason: string,
  response = 'a response of the server',
): Case {
  return plan.case(`${name}: has a fixture`, 'hold', async () =>
    fail(`${reason}, but route "${plan.route}" has no fixture "${name}". Add ${response}, or { none: 'why' }.`),
  );
}

/** Returns the case of a scenario of emulated tools that has no fixture. The response is text, so each server has it, whatever its models support. */
function missingEmulated(plan: RoutePlan, name: ScenarioName): Case {
  const response = 'a response of the server whose text is conformanceValues.emulatedCalls';
  return missing(plan, name, 'The matrix does not deny "jsonSchema", from which lmux emulates tools', response);
}

/** Returns the support that the matrix declares for a scenario, from its capability and its feature. */
function supportOfScenario(plan: RoutePlan, name: keyof typeof SCENARIOS): Support {
  const { capability, feature } = SCENARIOS[name];
  const declared = new Set([plan.supportOf(capability), feature === undefined ? 'yes' : plan.supportOf(feature)]);
  if (declared.has('no')) return 'no';
  return declared.has('unknown') ? 'unknown' : 'yes';
}

/** Creates the case of a route that cannot count. The client then estimates. */
function estimateCase(plan: RoutePlan): Case {
  const unknown = { status: 404, json: { error: { message: 'not found' } } };
  return plan.case('tokens.count: is estimated, since the server does not count', unknown, async (harness) => {
    const count = (await plan.call(harness, 'tokens.count')) as TokenCount;
    checkResponse('tokens.count', count, plan.route);
    const sent = harness.sentBy('tokens.count').length;
    ensure(
      !count.exact && sent === 0,
      `The matrix denies "tokens.count", so the count must be an estimate without a request to count; received ${shown(count)} after ${sent} request(s).`,
    );
  });
}

/**
 * Creates the cases of the matrix of one route. What it declares must have a fixture, and what it denies must be
 * refused.
 */
export function* matrixCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  for (const name of Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[]) {
    const { capability, feature, optional, emulated } = SCENARIOS[name];
    const item = feature === undefined || plan.supportOf(capability) === 'no' ? capability : feature;
    const fixture = plan.fixtureOf(name);
    const support = supportOfScenario(plan, name);
    if (support === 'no' && fixture !== undefined) {
      yield plan.case(`${name}: has a fixture only if it is declared`, 'hold', async () =>
        fail(
          `The matrix denies "${item}" on route "${plan.route}", but there is a fixture "${name}". Remove the fixture, or declare "${item}".`,
        ),
      );
    }
    if (emulated === true) {
      if (support !== 'no' && fixture === undefined && tested.includes(capability)) yield missingEmulated(plan, name);
    } else if (support === 'yes' && fixture === undefined && optional !== true) {
      yield missing(plan, name, `The matrix declares "${item}"`);
    }
    if (
      support === 'yes' &&
      name === capability &&
      fixture !== undefined &&
      plan.responseOf(capability) === undefined
    ) {
      yield plan.case(`${name}: has a response`, 'hold', async () =>
        fail(
          `Route "${plan.route}" declares "${capability}", so its fixture "${name}" must have a response; received { none }. Add a response of the server, or declare "no" or "unknown".`,
        ),
      );
    }
    if (name === 'tokens.count' && support === 'no') {
      if (tested.includes('chat')) yield estimateCase(plan);
    } else if (name === capability && support === 'no') {
      yield plan.case(`${capability}: is refused before anything is sent`, 'hold', (harness) =>
        checkRefusal(plan, harness, capability, (options) => call(harness.client, capability, options)),
      );
    }
  }
  for (const name of neededRefusals(tested)) {
    if (plan.fixtureOf(name) === undefined) yield missing(plan, name, 'Every server can return this error');
  }
}
