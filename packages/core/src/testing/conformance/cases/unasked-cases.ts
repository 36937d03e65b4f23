import type { Capability } from '../../../contract/capability.js';
import type { ChatRequest } from '../../../contract/chat.js';
import { difference, ensure } from '../assert.js';
import type { Bench } from '../bench.js';
import type { Wish } from '../features.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { settle } from '../turns.js';
import { call, PROMPT } from '../verbs.js';

/** What a call has sent, by its URL. */
type Sent = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Sent {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The places at which two bodies differ, down to whatever is no object in both. */
function differences(one: unknown, other: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (isRecord(one) && isRecord(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(one[key], other[key], [...path, key]));
  }
  return (difference(one, other) ?? difference(other, one)) === undefined ? [] : [path];
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (isRecord(inner) ? inner[key] : undefined), body);
}

async function sentBy(plan: RoutePlan, bench: Bench, verb: Capability, request: Partial<ChatRequest>): Promise<Sent> {
  const before = bench.sent.length;
  await settle(call(bench.client, verb, plan.callOptions(), request), 'The chat');
  return Object.fromEntries(bench.sent.slice(before).map(({ url, json }) => [url, json]));
}

/** The user's own words are always there, and what is asked for may be written among them. */
function isPrompt(value: unknown): boolean {
  return JSON.stringify(value).includes(PROMPT);
}

/**
 * What carries a setting is not sent where the setting is not set. What carries it is found by asking with two values: that differs on
 * the wire, and nothing that is sent for another reason does.
 */
export function* unaskedCases(
  plan: RoutePlan,
  verbs: readonly Capability[],
  what: string,
  { request, other }: Wish,
): Generator<Case> {
  if (other === undefined) return;
  yield plan.case(`${what}: is not sent unasked`, 'hold', async (bench) => {
    for (const verb of verbs) {
      const answer = plan.answerOf(verb);
      if (answer === undefined) continue;
      bench.answers(() => replyOf(answer));
      const bare = await sentBy(plan, bench, verb, {});
      const one = await sentBy(plan, bench, verb, request);
      const again = await sentBy(plan, bench, verb, request);
      // What a provider makes anew for each request differs by itself.
      const restless = new Set(differences(one, again).map(String));
      const carriers = differences(one, await sentBy(plan, bench, verb, other)).filter(
        (path) => !restless.has(String(path)),
      );
      const unasked = carriers.filter((path) => {
        const value = valueAt(bare, path);
        return value !== undefined && !isPrompt(value);
      });
      const said = unasked.map((path) => `${path.slice(1).join('.')}: ${JSON.stringify(valueAt(bare, path))}`);
      ensure(unasked.length === 0, `${verb}: ${what} was not set, but is sent (${said.join(', ')}); leave it out.`);
    }
  });
}
