import type { Operation } from '../../../contract/capability.js';
import type { ChatRequest, ChatResponse } from '../../../contract/chat.js';
import type { Message, ToolMessage } from '../../../contract/message.js';
import type { ToolCall } from '../../../contract/tool.js';
import { isObject } from '../../../json/read-json.js';
import { ensure } from '../checks/assert.js';
import type { ScenarioName } from '../conformance-fixtures.js';
import type { Harness } from '../harness/harness.js';
import { PROMPT } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import { SCENARIOS } from '../scenarios.js';

/** Scenarios whose responses become a part of the history. */
const NAMES = [
  'chat',
  'chat/tools',
  'chat.stream',
  'chat.stream/reasoning',
  'chat.stream/tools',
] as const satisfies ScenarioName[];

/** Returns the strings in a JSON value that have the same form in JSON text and in JSON text within JSON text. */
function plainStrings(value: unknown): string[] {
  if (typeof value === 'string') return JSON.stringify(value) === `"${value}"` ? [value] : [];
  return Array.isArray(value) || isObject(value) ? Object.values(value).flatMap(plainStrings) : [];
}

function resultOf({ id }: ToolCall): ToolMessage {
  return { role: 'tool', toolCallId: id, content: `conformance-result of ${id}` };
}

/** Returns the history in which a response is followed by the results of its tool calls or else by another question. */
function historyAfter({ message, toolCalls }: ChatResponse): Message[] {
  const next: Message[] =
    toolCalls.length > 0 ? toolCalls.map(resultOf) : [{ role: 'user', content: 'conformance-next' }];
  return [{ role: 'user', content: PROMPT }, message, ...next];
}

async function bodyOf(
  plan: RoutePlan,
  harness: Harness,
  operation: Operation,
  request: Partial<ChatRequest>,
): Promise<string> {
  const requests = await plan.requestsOf(harness, operation, request);
  return requests.map(({ body }) => body ?? '').join(' ');
}

/** Creates the cases of `response.message`. It is appended to the messages of the next request, also after it was stored as JSON. */
export function* historyCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  if (plan.supportOf('assistantMessages') === 'no') return;
  for (const name of NAMES) {
    const { capability, feature, request } = SCENARIOS[name];
    if (!tested.includes(capability) || (feature !== undefined && plan.supportOf(feature) === 'no')) continue;
    for (const [label, fixture] of plan.labeledResponsesOf(name)) {
      yield plan.case(`${label}: response.message can be sent back`, fakeResponseOf(fixture), async (harness) => {
        const response = (await plan.call(harness, capability, request)) as ChatResponse;
        const messages = historyAfter(response);
        const body = await bodyOf(plan, harness, capability, { ...request, messages });
        const words = [response.text, ...response.toolCalls.flatMap(({ name: of, input }) => [of, input])];
        const lost = words.flatMap(plainStrings).filter((word) => !body.includes(word));
        ensure(
          lost.length === 0,
          `The request after a response with response.message in its messages does not contain ${lost.join(', ')}. Send the text and the tool calls of assistant messages.`,
        );
        const stored = JSON.parse(JSON.stringify(messages)) as Message[];
        const again = await bodyOf(plan, harness, capability, { ...request, messages: stored });
        ensure(
          again === body,
          'A history that was stored as JSON is sent differently. Keep the state of the server in "providerMetadata", which is plain JSON.',
        );
      });
    }
  }
}
