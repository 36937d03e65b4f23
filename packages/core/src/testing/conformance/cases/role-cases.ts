import type { Operation } from '../../../contract/capability.js';
import type { Message } from '../../../contract/message.js';
import { ensure } from '../checks/assert.js';
import type { Harness } from '../harness/harness.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const FIRST: Message = { role: 'user', content: 'conformance-first' };
const LAST: Message = { role: 'user', content: 'conformance-last' };

/** A conversation that contains a message of a role, and the same texts with another role for this message. */
interface RoleSwap {
  readonly role: string;
  readonly texts: readonly string[];
  readonly messages: readonly Message[];
  readonly swapped: readonly Message[];
}

const SYSTEM: RoleSwap = {
  role: 'system',
  texts: ['conformance-rule', 'conformance-last'],
  messages: [{ role: 'system', content: 'conformance-rule' }, LAST],
  swapped: [{ role: 'user', content: 'conformance-rule' }, LAST],
};
const ASSISTANT: RoleSwap = {
  role: 'assistant',
  texts: ['conformance-first', 'conformance-reply', 'conformance-last'],
  messages: [FIRST, { role: 'assistant', content: 'conformance-reply' }, LAST],
  swapped: [FIRST, { role: 'user', content: 'conformance-reply' }, LAST],
};
const BOTH: RoleSwap = {
  role: 'system',
  texts: ['conformance-rule', ...ASSISTANT.texts],
  messages: [{ role: 'system', content: 'conformance-rule' }, ...ASSISTANT.messages],
  swapped: [{ role: 'user', content: 'conformance-rule' }, ...ASSISTANT.messages],
};

async function bodyOf(
  plan: RoutePlan,
  harness: Harness,
  operation: Operation,
  messages: readonly Message[],
): Promise<string> {
  const requests = await plan.requestsOf(harness, operation, { messages });
  return requests.map(({ body }) => body ?? '').join(' ');
}

/** Creates the cases of message roles. Every text is sent, and another role changes what is sent. */
export function* roleCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  // A second user message makes a history too. Without support for histories, no role can be swapped.
  if (plan.supportOf('assistantMessages') === 'no') return;
  const swaps = plan.supportOf('systemMessage') === 'no' ? [ASSISTANT] : [SYSTEM, ASSISTANT, BOTH];
  for (const operation of ['chat', 'chat.stream'] as const) {
    const response = plan.responseOf(operation);
    if (response === undefined || !tested.includes(operation)) continue;
    yield plan.case(`${operation}: sends the role of each message`, fakeResponseOf(response), async (harness) => {
      for (const { role, texts, messages, swapped } of swaps) {
        const body = await bodyOf(plan, harness, operation, messages);
        const lost = texts.filter((text) => !body.includes(text));
        ensure(
          lost.length === 0,
          `${operation}: these texts of the conversation are not sent: ${lost.join(', ')}. Send every message.`,
        );
        const other = await bodyOf(plan, harness, operation, swapped);
        ensure(
          body !== other,
          `${operation}: a message with the role "${role}" is sent like one with the role "user". Send the role of each message.`,
        );
      }
    });
  }
}
