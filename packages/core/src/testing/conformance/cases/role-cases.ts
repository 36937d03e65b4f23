import type { Capability } from '../../../contract/capability.js';
import type { Message } from '../../../contract/message.js';
import { ensure } from '../assert.js';
import type { Bench } from '../bench.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { settle } from '../turns.js';
import { call } from '../verbs.js';

const FIRST: Message = { role: 'user', content: 'conformance-first' };
const LAST: Message = { role: 'user', content: 'conformance-last' };

/** A conversation with a role in it, and the same texts with another role in its place. */
interface Swap {
  readonly role: string;
  readonly words: readonly string[];
  readonly messages: readonly Message[];
  readonly swapped: readonly Message[];
}

const SYSTEM: Swap = {
  role: 'system',
  words: ['conformance-rule', 'conformance-last'],
  messages: [{ role: 'system', content: 'conformance-rule' }, LAST],
  swapped: [{ role: 'user', content: 'conformance-rule' }, LAST],
};
const ASSISTANT: Swap = {
  role: 'assistant',
  words: ['conformance-first', 'conformance-reply', 'conformance-last'],
  messages: [FIRST, { role: 'assistant', content: 'conformance-reply' }, LAST],
  swapped: [FIRST, { role: 'user', content: 'conformance-reply' }, LAST],
};
const BOTH: Swap = {
  role: 'system',
  words: ['conformance-rule', ...ASSISTANT.words],
  messages: [{ role: 'system', content: 'conformance-rule' }, ...ASSISTANT.messages],
  swapped: [{ role: 'user', content: 'conformance-rule' }, ...ASSISTANT.messages],
};

async function bodyOf(plan: RoutePlan, bench: Bench, verb: Capability, messages: readonly Message[]): Promise<string> {
  const before = bench.sent.length;
  await settle(call(bench.client, verb, plan.callOptions(), { messages }), 'The chat');
  return bench.sent
    .slice(before)
    .map(({ body }) => body ?? '')
    .join(' ');
}

/** Who said what: every text is sent, and with another role something else is. */
export function* roleCases(plan: RoutePlan, tried: readonly Capability[]): Generator<Case> {
  // A second turn of the user is a history too, so that without histories no role can be put in another's place.
  if (plan.supportOf('assistantMessages') === 'no') return;
  const swaps = plan.supportOf('systemMessage') === 'no' ? [ASSISTANT] : [SYSTEM, ASSISTANT, BOTH];
  for (const verb of ['chat', 'chat.stream'] as const) {
    const answer = plan.answerOf(verb);
    if (answer === undefined || !tried.includes(verb)) continue;
    yield plan.case(
      `${verb}: says who said what`,
      () => replyOf(answer),
      async (bench) => {
        for (const { role, words, messages, swapped } of swaps) {
          const body = await bodyOf(plan, bench, verb, messages);
          const lost = words.filter((word) => !body.includes(word));
          ensure(lost.length === 0, `Of a conversation, ${lost.join(', ')} is not sent.`);
          const other = await bodyOf(plan, bench, verb, swapped);
          ensure(body !== other, `A message of role "${role}" is sent as one of role "user" is; send its role.`);
        }
      },
    );
  }
}
