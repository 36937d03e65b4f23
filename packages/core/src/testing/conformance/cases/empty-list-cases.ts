import type { Operation } from '../../../contract/capability.js';
import type { ChatRequest } from '../../../contract/chat.js';
import { isObject } from '../../../json/read-json.js';
import { ensure } from '../checks/assert.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const OPERATIONS = ['chat', 'chat.stream', 'completion', 'completion.stream'] as const satisfies readonly Operation[];

/** Lists of which an empty one requests nothing. A completion has only `stop`. */
const EMPTY: Partial<ChatRequest> = { stop: [], tools: [], integrations: [] };

/** Returns the paths of the empty arrays in the settings of a body. */
function emptyPaths(value: unknown, path: string): string[] {
  if (Array.isArray(value) && value.length === 0) return [path];
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => emptyPaths(inner, path === '' ? key : `${path}.${key}`));
}

/**
 * Creates the case of empty lists. OpenAI rejects `tools: []` (vllm-project/vllm issue 39741), and so do DashScope (earendil-works/pi issue
 * 3649), DeepSeek (runebookai/tome pull request 87) and IONOS (nextcloud/integration_openai pull request 429).
 */
export function* emptyListCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  const operations = OPERATIONS.filter((operation) => tested.includes(operation));
  if (operations.length === 0) return;
  yield plan.case('does not send empty lists', 'hold', async (harness) => {
    for (const operation of operations) {
      const response = plan.responseOf(operation);
      if (response === undefined) continue;
      harness.respondWith(fakeResponseOf(response));
      const sent = await plan.requestsOf(harness, operation, EMPTY);
      const paths = sent.flatMap(({ json }) => emptyPaths(json, ''));
      ensure(
        paths.length === 0,
        `${operation}: empty lists are sent: ${paths.join(', ')}. Omit them, because many servers reject an empty list.`,
      );
    }
  });
}
