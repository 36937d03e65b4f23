import type { ChatResponse } from '../../../contract/chat.js';
import { equal, fail } from '../checks/assert.js';
import { grammarFaults } from '../checks/event-grammar.js';
import { openStream } from '../harness/operations.js';
import { drain } from '../harness/replay.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** Words of `conformanceValues.text`, which serve as tags, so that no fixture is needed. Streams send the text in several deltas. */
const REASONING_TAGS = { open: 'Grüße', close: '東京' };

const SPLIT = { text: '🗼!', reasoning: 'aus' };

const HINT = 'The client splits the text. Emit it as text, and do not add "reasoningTags" to the request.';

/** Creates the cases of `reasoningTags`: the text between two tags is reasoning, with and without a stream. */
export function* reasoningTagCases(plan: RoutePlan, capability: 'chat' | 'chat.stream'): Generator<Case> {
  const response = plan.responseOf(capability);
  const isChanged = (response?.expect as { readonly text?: string } | undefined)?.text !== undefined;
  if (response === undefined || isChanged) return;
  yield plan.case(`${capability}: splits off the reasoning between tags`, fakeResponseOf(response), async (harness) => {
    const options = { reasoningTags: REASONING_TAGS };
    const received = (await plan.call(harness, capability, {}, options)) as ChatResponse;
    equal(
      { text: received.text, reasoning: received.reasoning },
      SPLIT,
      `The response to ${capability} with tags`,
      HINT,
    );
    equal(received.message.content, SPLIT.text, 'The content of "message"', HINT);
    if (capability === 'chat') return;
    const { events } = await drain(openStream(harness.client, capability, plan.callOptions(options)));
    const [fault] = grammarFaults(events);
    if (fault !== undefined) fail(`The events of a stream with tags are invalid. The stream ${fault}.`);
  });
}
