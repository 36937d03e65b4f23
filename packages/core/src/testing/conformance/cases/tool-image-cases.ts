import type { Operation } from '../../../contract/capability.js';
import type { Message, ToolMessage } from '../../../contract/message.js';
import { ensure } from '../checks/assert.js';
import { PIXEL } from '../features.js';
import { PROMPT } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import { TOOLS } from '../scenarios.js';

/** Ids that every server accepts, as Mistral requires 9 letters and digits. */
const CALLS = ['conform01', 'conform02'].map((id) => ({ id, name: 'get_weather', arguments: '{}' }));

const IMAGE: ToolMessage['content'] = [
  { type: 'text', text: 'conformance-before' },
  { type: 'image', image: `data:image/png;base64,${PIXEL}` },
  { type: 'text', text: 'conformance-after' },
];

const RESULTS = CALLS.map(({ id }, index): Message => ({
  role: 'tool',
  toolCallId: id,
  content: index === 0 ? IMAGE : 'conformance-other',
}));

const MESSAGES: Message[] = [{ role: 'user', content: PROMPT }, { role: 'assistant', toolCalls: CALLS }, ...RESULTS];

const EXPECTED = [PIXEL, 'conformance-before', 'conformance-after', 'conformance-other'];

/** Creates the case of an image in a tool result. The image and the texts around it are sent, if the matrix declares images and tools. */
export function* toolImageCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  const needed = ['assistantMessages', 'tools', 'imageInput'] as const;
  if (needed.some((feature) => plan.supportOf(feature) === 'no')) return;
  for (const operation of ['chat', 'chat.stream'] as const) {
    const response = plan.responseOf(operation);
    if (response === undefined || !tested.includes(operation)) continue;
    yield plan.case(`${operation}: sends an image in a tool result`, fakeResponseOf(response), async (harness) => {
      const sent = await plan.requestsOf(harness, operation, { messages: MESSAGES, tools: TOOLS });
      const body = sent.map(({ body: text }) => text ?? '').join(' ');
      const lost = EXPECTED.filter((word) => !body.includes(word));
      ensure(
        lost.length === 0,
        `${operation}: a tool result has text and an image, but the request does not contain ${lost.join(', ')}. Send both, the image in a user message after the results if the server accepts none in a result.`,
      );
    });
  }
}
