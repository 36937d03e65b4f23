import type { ChatFeature, Operation } from '../../../contract/capability.js';
import type { ChatRequest, ChatResponse } from '../../../contract/chat.js';
import { isDroppable } from '../../../capability/drop-features.js';
import { chatFeatures } from '../../../capability/requested-features.js';
import type { FakeRequest } from '../../fake-transport.js';
import { ensure, shown } from '../checks/assert.js';
import { checkRefusal } from '../checks/check-refusal.js';
import { FEATURES, SETTINGS } from '../features.js';
import type { Harness } from '../harness/harness.js';
import { call } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import { unsetFieldCases } from './unset-field-cases.js';

type RequestFeature = keyof typeof FEATURES;

type ChatOperation = Extract<Operation, 'chat' | 'chat.stream'>;

/** Returns the URL and body of each request as text. */
function textOfRequests(requests: readonly FakeRequest[]): string {
  return requests.map(({ url, body }) => `${url} ${body ?? ''}`).join(' ');
}

async function sentBy(
  plan: RoutePlan,
  harness: Harness,
  operation: ChatOperation,
  request: Partial<ChatRequest>,
): Promise<string> {
  return textOfRequests(await plan.requestsOf(harness, operation, request));
}

/** Throws unless setting a field of the request changes what is sent. */
async function reachesTheWire(
  plan: RoutePlan,
  harness: Harness,
  operations: readonly ChatOperation[],
  what: string,
  { request, word, without = {} }: (typeof FEATURES)[RequestFeature],
): Promise<void> {
  for (const operation of operations) {
    const response = plan.responseOf(operation);
    if (response === undefined) continue;
    harness.respondWith(fakeResponseOf(response));
    const plain = await sentBy(plan, harness, operation, without);
    const sent = await sentBy(plan, harness, operation, request);
    ensure(
      sent !== plain,
      `${operation}: a request with ${what} sends the same bytes as one without. Send it, or declare it as "no" in the matrix.`,
    );
    ensure(
      word === undefined || sent.includes(word),
      `${operation}: ${what} is set, but the request does not contain "${word}". Send the value unchanged.`,
    );
  }
}

/** True if a request without the feature is refused too, because of another one that is never dropped. */
function isRefusedWithout(plan: RoutePlan, feature: RequestFeature): boolean {
  const { without } = FEATURES[feature];
  if (without === undefined) return false;
  return chatFeatures({ messages: [], ...without }).some((each) => plan.supportOf(each) === 'no' && !isDroppable(each));
}

/** Throws unless a denied setting is dropped with a warning. */
async function isDropped(
  plan: RoutePlan,
  harness: Harness,
  operations: readonly ChatOperation[],
  feature: RequestFeature,
): Promise<void> {
  const { request, without = {} } = FEATURES[feature];
  for (const operation of operations) {
    const response = plan.responseOf(operation);
    if (response === undefined) continue;
    harness.respondWith(fakeResponseOf(response));
    const plain = await sentBy(plan, harness, operation, without);
    const options = { onUnsupported: 'warn' } as const;
    const result = (await plan.call(harness, operation, request, options)) as ChatResponse;
    const sent = textOfRequests(harness.sent.slice(-1));
    ensure(
      sent === plain,
      `${operation}: the matrix denies "${feature}", but part of it is sent. Send nothing of it, or declare it in the matrix.`,
    );
    const warned = result.warnings.some((warning) => warning.code === 'feature_dropped' && warning.feature === feature);
    ensure(
      warned,
      `${operation}: "${feature}" was dropped, but warnings are ${shown(result.warnings)}. Add ProviderCall.warnings to "warnings" of the response.`,
    );
  }
}

async function sendsNoNull(plan: RoutePlan, harness: Harness, operation: ChatOperation): Promise<void> {
  const response = plan.responseOf(operation);
  if (response === undefined) return;
  harness.respondWith(fakeResponseOf(response));
  await plan.call(harness, operation);
  const body = harness.sent[0]?.json;
  const empty = Object.entries(body ?? {}).filter(([, value]) => value === null);
  ensure(typeof body === 'object', `${operation}: the request body must be a JSON object; received ${shown(body)}.`);
  ensure(
    empty.length === 0,
    `${operation}: unset fields are sent as null: ${empty.map(([key]) => key).join(', ')}. Omit unset fields.`,
  );
}

/** Creates the cases of chat features and settings. Declared ones are sent. Denied ones are refused or dropped. */
export function* featureCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  const operations = (['chat', 'chat.stream'] as const).filter((operation) => tested.includes(operation));
  const [first] = operations;
  if (first === undefined) return;
  for (const feature of Object.keys(FEATURES) as RequestFeature[]) {
    const { request } = FEATURES[feature];
    if (plan.supportOf(feature) !== 'no') {
      yield plan.case(`${feature}: is sent if set`, 'hold', (harness) =>
        reachesTheWire(plan, harness, operations, feature, FEATURES[feature]),
      );
      yield* unsetFieldCases(plan, operations, feature, FEATURES[feature]);
      continue;
    }
    yield plan.case(`${feature}: is refused before anything is sent`, 'hold', async (harness) => {
      for (const operation of operations) {
        await checkRefusal(plan, harness, feature satisfies ChatFeature, (options) =>
          call(harness.client, operation, options, request),
        );
      }
    });
    if (!isDroppable(feature) || isRefusedWithout(plan, feature)) continue;
    yield plan.case(`${feature}: is dropped with a warning if onUnsupported is "warn"`, 'hold', (harness) =>
      isDropped(plan, harness, operations, feature),
    );
  }
  for (const [field, setting] of Object.entries(SETTINGS)) {
    yield plan.case(`${field}: is sent if set`, 'hold', (harness) =>
      reachesTheWire(plan, harness, operations, field, setting),
    );
    yield* unsetFieldCases(plan, operations, field, setting);
  }
  yield plan.case('does not send null for unset fields', 'hold', (harness) => sendsNoNull(plan, harness, first));
}
