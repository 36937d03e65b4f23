import type { Operation } from '../../../contract/capability.js';
import type { ChatRequest } from '../../../contract/chat.js';
import { isObject } from '../../../json/read-json.js';
import { difference, ensure } from '../checks/assert.js';
import type { Wish } from '../features.js';
import type { Harness } from '../harness/harness.js';
import { PROMPT } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** The bodies that a call sent, by URL. */
type SentBodies = Readonly<Record<string, unknown>>;

/** Returns the paths at which two values differ, down to the first value that is not an object in both. */
function differences(one: unknown, other: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].flatMap((key) => differences(one[key], other[key], [...path, key]));
  }
  return (difference(one, other) ?? difference(other, one)) === undefined ? [] : [path];
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (isObject(inner) ? inner[key] : undefined), body);
}

async function sentBy(
  plan: RoutePlan,
  harness: Harness,
  operation: Operation,
  request: Partial<ChatRequest>,
): Promise<SentBodies> {
  const requests = await plan.requestsOf(harness, operation, request);
  return Object.fromEntries(requests.map(({ url, json }) => [url, json]));
}

/** True for a value that contains the prompt, which is always sent. A provider may write a setting into it. */
function hasPrompt(value: unknown): boolean {
  return JSON.stringify(value).includes(PROMPT);
}

/**
 * Creates the case of a field that must not be sent unless it is set. To find the parts of the body that carry the
 * field, the case sends two values of it and compares the bodies.
 */
export function* unsetFieldCases(
  plan: RoutePlan,
  operations: readonly Operation[],
  field: string,
  { request, other }: Wish,
): Generator<Case> {
  if (other === undefined) return;
  yield plan.case(`${field}: is not sent if unset`, 'hold', async (harness) => {
    for (const operation of operations) {
      const response = plan.responseOf(operation);
      if (response === undefined) continue;
      harness.respondWith(fakeResponseOf(response));
      const unset = await sentBy(plan, harness, operation, {});
      const one = await sentBy(plan, harness, operation, request);
      const again = await sentBy(plan, harness, operation, request);
      // Values that a provider generates for each request differ even if the field has the same value.
      const generated = new Set(differences(one, again).map(String));
      const carriers = differences(one, await sentBy(plan, harness, operation, other)).filter(
        (path) => !generated.has(String(path)),
      );
      const sent = carriers.filter((path) => {
        const value = valueAt(unset, path);
        return value !== undefined && !hasPrompt(value);
      });
      const shownFields = sent.map((path) => `${path.slice(1).join('.')}: ${JSON.stringify(valueAt(unset, path))}`);
      ensure(
        sent.length === 0,
        `${operation}: ${field} was not set, but is sent (${shownFields.join(', ')}). Omit unset fields, so that the server's default applies.`,
      );
    }
  });
}
