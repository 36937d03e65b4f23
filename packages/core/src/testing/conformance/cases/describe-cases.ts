import type { Capability, ChatFeature, Operation } from '../../../contract/capability.js';
import type { ChatRequest } from '../../../contract/chat.js';
import type { ModelDescription } from '../../../contract/model-description.js';
import { isCapabilityError } from '../../../errors/guards.js';
import { ensure, shown } from '../checks/assert.js';
import type { ConformanceResponse, ScenarioName } from '../conformance-fixtures.js';
import { FEATURES } from '../features.js';
import { settle } from '../harness/event-loop.js';
import type { Harness } from '../harness/harness.js';
import { call } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import { missing } from './matrix-cases.js';

/** Something that depends on the model, and the requests that need it. */
interface Dependent {
  readonly item: Capability | ChatFeature;
  readonly operations: readonly Operation[];
  readonly request: Partial<ChatRequest>;
}

/** Descriptions of models about which the cases need to know something. */
const SCENARIO_NAMES = ['models.describe/lacks', 'models.describe/silent'] as const satisfies readonly ScenarioName[];

/** Operations of which a text alone never depends on the model, so that it needs no lookup. */
const PLAIN = ['chat', 'chat.stream', 'completion', 'completion.stream'] as const;

/** Returns what depends on the model on a route, as far as the suite can request it. */
function dependentsOf(plan: RoutePlan): Dependent[] {
  const chats = (['chat', 'chat.stream'] as const).filter((operation) => plan.responseOf(operation) !== undefined);
  const features = (Object.keys(FEATURES) as (keyof typeof FEATURES)[]).map((item): Dependent => {
    return { item, operations: chats, request: FEATURES[item].request };
  });
  const embedding: Dependent = { item: 'embedding', operations: ['embedding'], request: {} };
  return [...features, embedding].filter(
    ({ item, operations }) => plan.dependsOnModel(item) && operations.some((operation) => plan.responseOf(operation)),
  );
}

/** Returns the plan of the route with which the client looks models up, if there is one. */
function describingPlan(plan: RoutePlan): RoutePlan | undefined {
  const plans = plan.routes().filter((each) => each.tests('models.describe'));
  return plans.find((each) => each.supportOf('models.describe') === 'yes') ?? plans[0];
}

/** Responds to a lookup with a description, and to every other request with the fixture of its operation. */
function respondWith(harness: Harness, plan: RoutePlan, description: ConformanceResponse): void {
  harness.respondWith(() => {
    const { operation } = harness.spy;
    const response = operation === 'models.describe' ? undefined : operation && plan.responseOf(operation);
    return fakeResponseOf(response ?? description);
  });
}

/** Calls an operation. Resolves with true if it was sent, and with false if it was refused because of the model. */
async function isSent(
  plan: RoutePlan,
  harness: Harness,
  { item, request }: Dependent,
  operation: Operation,
): Promise<boolean> {
  const error: unknown = await settle(call(harness.client, operation, plan.callOptions(), request), 'The call').then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const sent = harness.sentBy(operation).length;
  if (error === undefined) return true;
  const isRefused = isCapabilityError(error) && error.missing.some(({ model }) => model !== undefined);
  ensure(isRefused, `${operation}: a request with ${item} must be sent or refused; it failed with ${shown(error)}.`);
  ensure(sent === 0, `${operation}: a request with ${item} was refused, but ${sent} request(s) were sent.`);
  return false;
}

async function followsDescription(plan: RoutePlan, harness: Harness, dependent: Dependent): Promise<void> {
  const { item, operations } = dependent;
  const sent = new Map<Operation, boolean>();
  for (const operation of operations) sent.set(operation, await isSent(plan, harness, dependent, operation));
  const lookups = harness.sentBy('models.describe').length;
  ensure(
    lookups <= 1,
    `A lookup must send at most one request; it sent ${lookups}. Return what one request tells if ProviderDescribeCall.isLookup is true.`,
  );
  // Last, because later requests use the complete description.
  const { features } = (await plan.call(harness, 'models.describe', {}, { route: undefined })) as ModelDescription;
  for (const [operation, isSentByIt] of sent) {
    const lacked = [item, operation].find((each) => features[each]?.value === false);
    ensure(
      isSentByIt === (lacked === undefined),
      lacked === undefined
        ? `${operation}: a request with ${item} was refused, but the complete description does not say that the model lacks it: ${shown(features)}. A lookup must not contradict it.`
        : `${operation}: the description says that the model lacks ${lacked}, but a request with ${item} was sent. Say it also if ProviderDescribeCall.isLookup is true.`,
    );
  }
}

/** Creates the case that a fixture describes what its name says. */
function* fixtureCases(
  plan: RoutePlan,
  name: (typeof SCENARIO_NAMES)[number],
  items: readonly string[],
): Generator<Case> {
  if (plan.fixtureOf(name) === undefined && plan.supportOf('models.describe') === 'yes') {
    yield missing(plan, name, `The matrix declares that ${items.join(', ')} depend on the model`);
  }
  for (const [label, response] of plan.labeledResponsesOf(name)) {
    yield plan.case(`${label}: describes such a model`, fakeResponseOf(response), async (harness) => {
      const { features } = (await plan.call(harness, 'models.describe')) as ModelDescription;
      const facts = new Map(Object.entries(features).map(([feature, fact]) => [feature, fact?.value]));
      const wanted = name === 'models.describe/lacks' ? false : undefined;
      ensure(
        items.some((item) => facts.get(item) === wanted),
        `The fixture "${label}" must describe a model ${wanted === false ? 'that lacks one of' : 'without mentioning one of'} ${items.join(', ')}; received ${shown(Object.fromEntries(facts))}.`,
      );
    });
  }
}

/**
 * Creates the cases of descriptions in the plan of a request. What a model lacks is refused with no request, and what its description does not
 * mention is tried. A lookup sends at most one request, none for plain text, and never fails the request.
 */
export function* describeCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  const describing = describingPlan(plan);
  const dependents = dependentsOf(plan);
  if (describing?.route === plan.route) {
    const items = new Set(plan.routes().flatMap((each) => dependentsOf(each).map(({ item }) => item)));
    if (items.size > 0) for (const name of SCENARIO_NAMES) yield* fixtureCases(plan, name, [...items]);
  }
  const [first] = dependents;
  if (describing === undefined || first === undefined) return;
  const settings = { modelCapabilities: 'auto' } as const;
  const lookupCase = (name: string, run: (harness: Harness) => Promise<void>): Case =>
    plan.case(
      name,
      'hold',
      async (harness) => {
        // A client that the factory created has its own settings.
        if (harness.spy.provider !== undefined) await run(harness);
      },
      settings,
    );
  for (const name of SCENARIO_NAMES) {
    for (const [label, response] of describing.labeledResponsesOf(name)) {
      for (const dependent of dependents) {
        yield lookupCase(`${dependent.item}: follows the description of ${label}`, async (harness) => {
          respondWith(harness, plan, response);
          await followsDescription(plan, harness, dependent);
          await harness.checkReleased('After a lookup');
        });
      }
    }
  }
  yield lookupCase(`${first.item}: is sent if the lookup fails`, async (harness) => {
    respondWith(harness, plan, { status: 500, json: { error: { message: 'internal error' } } });
    for (const operation of first.operations) {
      const sent = await isSent(plan, harness, first, operation);
      ensure(
        sent,
        `${operation}: the lookup failed, so the request must be sent. Do not describe a model without the server.`,
      );
    }
  });
  for (const operation of PLAIN.filter((each) => tested.includes(each))) {
    const response = plan.responseOf(operation);
    if (response === undefined) continue;
    yield lookupCase(`${operation}: is sent without a lookup if it is only text`, async (harness) => {
      respondWith(harness, plan, response);
      await plan.call(harness, operation);
      ensure(
        harness.sentBy('models.describe').length === 0,
        `${operation}: plain text must not need a lookup. Do not set "dependsOnModel" in the cell of ${operation}.`,
      );
    });
  }
}
