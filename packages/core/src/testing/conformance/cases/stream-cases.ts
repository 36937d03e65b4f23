import { ensure, equal, EXPECT_HINT, matches, shown, SPLIT_HINT } from '../checks/assert.js';
import { checkFailure, checkPartial } from '../checks/check-failure.js';
import { checkResponse } from '../checks/check-response.js';
import { checkTokenCounts } from '../checks/check-token-counts.js';
import { grammarFaults } from '../checks/event-grammar.js';
import { normalizeEvents } from '../checks/normalize-events.js';
import type { ScenarioName } from '../conformance-fixtures.js';
import {
  byteByByte,
  fragileOffsets,
  hasMultiByteCharacters,
  splitAt,
  withComments,
  withCrlf,
} from '../harness/byte-splits.js';
import type { StreamOperation } from '../harness/operations.js';
import { replay, replayWhole, type StreamFixture } from '../harness/replay.js';
import { bytesOf, type Case, type RoutePlan } from '../route-plan.js';
import type { Scenario } from '../scenarios.js';

/** Codes of a truncated stream. An error that the server sent must not have one of them. */
const TRUNCATION_CODES = new Set(['stream_truncated', 'parse_error', 'unexpected_response', 'connection_failed']);

/** A form of the body, with a description for messages. */
type BodyForm = readonly [description: string, body: Uint8Array[]];

function isEventStream({ response }: StreamFixture): boolean {
  return response.headers?.['content-type']?.includes('text/event-stream') === true;
}

function resultCase(fixture: StreamFixture, label: string, { expected, events: needed = [] }: Scenario): Case {
  const { plan, operation, response } = fixture;
  const name = `${label}: matches the server's response, with events in a valid order`;
  return plan.case(name, 'hold', async (harness) => {
    const events = await replayWhole(harness, fixture);
    const faults = grammarFaults(events);
    ensure(
      faults.length === 0,
      `The events of the stream are invalid. The stream ${[...new Set(faults)].join('. It ')}. Emit events with ChatEventWriter or CompletionEventWriter, which keep them in order.`,
    );
    const last = events.at(-1);
    if (last?.type !== 'finish') return;
    checkResponse(operation, last.response, plan.route);
    const all = { ...expected, ...(response.expect as object) };
    matches(last.response, all, 'The response', EXPECT_HINT);
    checkTokenCounts(last.response, all, response);
    const missing = needed.filter((type) => !events.some((event) => event.type === type));
    ensure(missing.length === 0, `The stream must emit these events for this response: ${missing.join(', ')}.`);
  });
}

/** Splits the body at each fragile offset in turn. */
function fragileSplits(body: Uint8Array, of: string): BodyForm[] {
  return fragileOffsets(body).map((at) => [`of ${of} split at byte ${at}`, splitAt(body, at)]);
}

/** Creates the cases of split bodies. A response produces the same events however the network splits it. */
function* splitCases(fixture: StreamFixture, label: string): Generator<Case> {
  const { plan, response } = fixture;
  const bytes = bytesOf(response);
  const sameEvents = (how: string, forms: () => Iterable<BodyForm>): Case =>
    plan.case(`${label}: emits the same events ${how}`, 'hold', async (harness) => {
      const whole = normalizeEvents(await replayWhole(harness, fixture));
      for (const [description, body] of forms()) {
        const events = normalizeEvents(await replayWhole(harness, fixture, { body }));
        equal(events, whole, `The events ${description}`, SPLIT_HINT);
      }
    });
  yield sameEvents('byte by byte', () => [['byte by byte', byteByByte(bytes)]]);
  yield sameEvents('split inside characters and around line ends', () => fragileSplits(bytes, 'the response'));
  if (!isEventStream(fixture)) return;
  const crlf = withCrlf(bytes);
  if (crlf !== undefined) {
    yield sameEvents('with CRLF, also split inside it', () => [
      ['of the response with CRLF', [crlf]],
      ['of the response with CRLF byte by byte', byteByByte(crlf)],
      ...fragileSplits(crlf, 'the response with CRLF'),
    ]);
  }
  yield sameEvents('with comments between events', () => [['of the response with comments', [withComments(bytes)]]]);
}

function failureCase(fixture: StreamFixture, label: string): Case {
  const { plan, response } = fixture;
  const expected = response.expect as { readonly code?: string } | undefined;
  const bytes = bytesOf(response);
  return plan.case(`${label}: fails with the server's error and the partial response`, 'hold', async (harness) => {
    for (const body of [[bytes], byteByByte(bytes)]) {
      const { events, error } = await replay(harness, fixture, { body });
      const failed = checkFailure(error, { after: 'an error within the stream', provider: plan.matrix.provider });
      const fits = expected?.code === undefined ? !TRUNCATION_CODES.has(failed.code) : failed.code === expected.code;
      ensure(
        fits,
        `After an error within the stream, the error must have ${expected?.code === undefined ? 'a code other than those of a truncated stream' : `the code ${expected.code}`}; received ${shown(failed)}`,
      );
      checkPartial(events, failed);
    }
    await harness.checkReleased('After an error within the stream');
  });
}

/** Creates the cases of every response of a scenario that is streamed. */
export function* streamCases(plan: RoutePlan, name: ScenarioName, scenario: Scenario): Generator<Case> {
  const operation = scenario.capability as StreamOperation;
  for (const [label, response] of plan.labeledResponsesOf(name)) {
    const fixture: StreamFixture = { plan, operation, response, request: scenario.request, options: scenario.options };
    if (scenario.fails) {
      yield failureCase(fixture, label);
      continue;
    }
    yield resultCase(fixture, label, scenario);
    yield* splitCases(fixture, label);
  }
  const responses = plan.responsesOf(name);
  if (name !== operation || responses.length === 0) return;
  yield plan.case(`${name}: has a response with multi-byte characters`, 'hold', async () => {
    ensure(
      responses.some((response) => hasMultiByteCharacters(bytesOf(response))),
      `No response of the fixture "${name}" contains a byte above 127. Add one that contains conformanceValues.text, not escaped.`,
    );
  });
}
