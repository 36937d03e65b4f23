import type { ChatResponse } from '../../../contract/chat.js';
import { ensure, equal, fail, shown } from '../checks/assert.js';
import { normalizeEvents } from '../checks/normalize-events.js';
import type { ScenarioName } from '../conformance-fixtures.js';
import type { AnyStreamEvent } from '../../../contract/stream-event.js';
import { openStream, type StreamOperation } from '../harness/operations.js';
import { drain, replayWhole } from '../harness/replay.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';
import type { Scenario } from '../scenarios.js';

const HINT = 'The option "collect" concerns only the response. Emit every event whatever its value is.';

function responseOf(events: readonly AnyStreamEvent[]): Partial<ChatResponse> {
  const last = events.at(-1);
  return last?.type === 'finish' ? last.response : fail('The stream must end with a finish event.');
}

/** Creates the cases of `collect: false`: the events are the same, and the response has no output and says so. */
export function* collectCases(plan: RoutePlan, name: ScenarioName, scenario: Scenario): Generator<Case> {
  const operation = scenario.capability as StreamOperation;
  const { request, options: own, fails = false } = scenario;
  for (const [label, response] of fails ? [] : plan.labeledResponsesOf(name)) {
    yield plan.case(`${label}: emits the same events with collect: false`, 'hold', async (harness) => {
      const whole = await replayWhole(harness, { plan, operation, response, request, options: own });
      harness.respondWith(fakeResponseOf(response, {}));
      const options = plan.callOptions({ ...own, collect: false });
      const { events, error } = await drain(openStream(harness.client, operation, options, request));
      if (error !== undefined) fail(`With collect: false, the stream must finish; it failed with ${shown(error)}.`);
      equal(
        normalizeEvents(events.slice(0, -1)),
        normalizeEvents(whole.slice(0, -1)),
        'The events before "finish" with collect: false',
        HINT,
      );
      const [kept, left] = [responseOf(whole), responseOf(events)];
      const has = [left.text, left.reasoning, left.refusal, left.logprobs, left.message?.content].some(
        (output) => output !== undefined && output !== '',
      );
      ensure(!has, `With collect: false, the response must have no text; received ${shown(left)}.`);
      const output = JSON.stringify(kept.text ?? '').slice(1, -1);
      const isInRaw = output.length > 3 && (JSON.stringify(left.raw) ?? '').includes(output);
      ensure(!isInRaw, 'With collect: false, "raw" must not contain the text of the response.');
      const lost = kept.text !== '' || kept.reasoning !== undefined || kept.refusal !== undefined;
      const isSaid = left.warnings?.some(({ code }) => code === 'text_not_collected') === true;
      ensure(
        isSaid === lost,
        `With collect: false, the response must have the warning "text_not_collected" only if output was left out; received ${shown(left.warnings)}.`,
      );
      const names = ({ toolCalls = [] }: typeof kept): string[] => toolCalls.map(({ name: called }) => called);
      equal(names(left), names(kept), 'The tool calls with collect: false', HINT);
    });
  }
}
