import type { Capability, ChatFeature } from '../../../contract/capability.js';
import type { ChatRequest, ChatResponse } from '../../../contract/chat.js';
import { isDroppable } from '../../../capability/drop-features.js';
import { ensure, shown } from '../assert.js';
import type { Bench } from '../bench.js';
import { FEATURES, SETTINGS } from '../features.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { checkRefusal } from '../traits/is-refused.js';
import { settle } from '../turns.js';
import { call } from '../verbs.js';
import { unaskedCases } from './unasked-cases.js';

type AskedFeature = keyof typeof FEATURES;

type ChatVerb = Extract<Capability, 'chat' | 'chat.stream'>;

/** What a chat sends: where, and its body. */
async function sentBy(plan: RoutePlan, bench: Bench, verb: ChatVerb, request: Partial<ChatRequest>): Promise<string> {
  const before = bench.sent.length;
  await settle(call(bench.client, verb, plan.callOptions(), request), 'The chat');
  return bench.sent
    .slice(before)
    .map(({ url, body }) => `${url} ${body ?? ''}`)
    .join(' ');
}

/** A field of the request reaches the wire: with it something else is sent than without. */
async function reachesTheWire(
  plan: RoutePlan,
  bench: Bench,
  verbs: readonly ChatVerb[],
  what: string,
  { request, word, without = {} }: (typeof FEATURES)[AskedFeature],
): Promise<void> {
  for (const verb of verbs) {
    const answer = plan.answerOf(verb);
    if (answer === undefined) continue;
    bench.answers(() => replyOf(answer));
    const plain = await sentBy(plan, bench, verb, without);
    const asking = await sentBy(plan, bench, verb, request);
    ensure(asking !== plain, `${verb}: a request with ${what} sends nothing else than one without.`);
    ensure(word === undefined || asking.includes(word), `${verb}: ${what} is asked for, but "${word}" is not sent.`);
  }
}

/** A setting that may be left out is left out, and the response says so. */
async function isLeftOut(
  plan: RoutePlan,
  bench: Bench,
  verbs: readonly ChatVerb[],
  feature: AskedFeature,
): Promise<void> {
  for (const verb of verbs) {
    const answer = plan.answerOf(verb);
    if (answer === undefined) continue;
    bench.answers(() => replyOf(answer));
    const plain = await sentBy(plan, bench, verb, {});
    const options = plan.callOptions({ onUnsupported: 'warn' });
    const response = (await settle(
      call(bench.client, verb, options, FEATURES[feature].request),
      'The chat',
    )) as ChatResponse;
    const sent = bench.sent.at(-1);
    ensure(
      `${sent?.url} ${sent?.body ?? ''}` === plain,
      `${verb}: "${feature}" is denied, but something of it is sent.`,
    );
    const told = response.warnings.some((warning) => warning.code === 'feature_dropped' && warning.feature === feature);
    ensure(
      told,
      `${verb}: "${feature}" was left out, but warnings are ${shown(response.warnings)} (ProviderCall.warnings).`,
    );
  }
}

/** What a chat may ask for: declared features reach the wire, denied ones are refused before anything is sent. */
export function* featureCases(plan: RoutePlan, tried: readonly Capability[]): Generator<Case> {
  const verbs = (['chat', 'chat.stream'] as const).filter((verb) => tried.includes(verb));
  const [first] = verbs;
  if (first === undefined) return;
  for (const feature of Object.keys(FEATURES) as AskedFeature[]) {
    const { request } = FEATURES[feature];
    if (plan.supportOf(feature) !== 'no') {
      yield plan.case(`${feature}: reaches the wire`, 'hold', (bench) =>
        reachesTheWire(plan, bench, verbs, feature, FEATURES[feature]),
      );
      yield* unaskedCases(plan, verbs, feature, FEATURES[feature]);
      continue;
    }
    yield plan.case(`${feature}: is refused before anything is sent`, 'hold', async (bench) => {
      for (const verb of verbs) {
        await checkRefusal(plan, bench, feature satisfies ChatFeature, (options) =>
          call(bench.client, verb, options, request),
        );
      }
    });
    if (!isDroppable(feature)) continue;
    yield plan.case(`${feature}: is left out with a warning where that is asked for`, 'hold', (bench) =>
      isLeftOut(plan, bench, verbs, feature),
    );
  }
  for (const [field, wish] of Object.entries(SETTINGS)) {
    yield plan.case(`${field}: reaches the wire`, 'hold', (bench) => reachesTheWire(plan, bench, verbs, field, wish));
    yield* unaskedCases(plan, verbs, field, wish);
  }
  yield plan.case('sends nothing that was not set', 'hold', async (bench) => {
    const answer = plan.answerOf(first);
    if (answer === undefined) return;
    bench.answers(replyOf(answer));
    await sentBy(plan, bench, first, {});
    const body = bench.sent[0]?.json;
    const empty = Object.entries(body ?? {}).filter(([, value]) => value === null);
    ensure(typeof body === 'object', 'The body of a chat is no JSON.');
    ensure(empty.length === 0, `Fields that were not set are sent as null: ${empty.map(([key]) => key).join(', ')}.`);
  });
}
