import { difference, fail, shown } from '../checks/assert.js';
import { essence } from '../checks/essence.js';
import { lineEnds } from '../harness/byte-splits.js';
import { flushEventLoop } from '../harness/event-loop.js';
import type { Harness } from '../harness/harness.js';
import { openStream, type StreamOperation } from '../harness/operations.js';
import { drain, replay, replayWhole, type StreamFixture, type StreamOutcome } from '../harness/replay.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const LIMIT_MS = 1000;

/** Returns the offsets at which a response is complete if its body ends there, in descending order. */
async function completeOffsets(harness: Harness, fixture: StreamFixture): Promise<number[]> {
  const bytes = bytesOf(fixture.response);
  const offsets = [bytes.length];
  for (const end of lineEnds(bytes).toReversed()) {
    if (end === bytes.length) continue;
    const { error } = await replay(harness, fixture, { body: [bytes.subarray(0, end)] });
    if (error !== undefined) break;
    offsets.push(end);
  }
  return offsets;
}

/** Receives the response up to an offset and then nothing, until the call gives up. */
async function replaySilent(
  harness: Harness,
  { plan, operation, response, request }: StreamFixture,
  body: Uint8Array[],
): Promise<StreamOutcome> {
  harness.respondWith(fakeResponseOf(response, { body, ending: 'hold' }));
  const options = plan.callOptions({ timeouts: { idle: LIMIT_MS } });
  const running = drain(openStream(harness.client, operation, options, request));
  await flushEventLoop();
  harness.clock.advance(LIMIT_MS);
  return running;
}

function lostEndCase(
  fixture: StreamFixture,
  name: string,
  run: (harness: Harness, body: Uint8Array[]) => Promise<StreamOutcome>,
): Case {
  return fixture.plan.case(name, 'hold', async (harness) => {
    const bytes = bytesOf(fixture.response);
    const whole = essence(await replayWhole(harness, fixture));
    for (const end of await completeOffsets(harness, fixture)) {
      const { events, error } = await run(harness, [bytes.subarray(0, end)]);
      const received = error === undefined ? essence(events) : error;
      if (error === undefined && difference(received, whole) === undefined) continue;
      fail(
        `The response was complete at byte ${end} of ${bytes.length}, where its connection was lost. The stream must finish with ${shown(whole)}; received ${shown(received)}. Return true from isComplete() of the format or the decoder when nothing is missing.`,
      );
    }
    await harness.checkReleased('After a lost connection');
  });
}

/**
 * Creates the cases of a complete response whose connection is then lost, because proxies cut the end of a response. It
 * is complete wherever its body may end.
 */
export function* lostEndCases(plan: RoutePlan, operation: StreamOperation): Generator<Case> {
  for (const [label, response] of plan.labeledResponsesOf(operation)) {
    const fixture: StreamFixture = { plan, operation, response };
    yield lostEndCase(fixture, `${label}: finishes when the connection closes after it is complete`, (harness, body) =>
      replay(harness, fixture, { body, ending: 'break' }),
    );
    yield lostEndCase(fixture, `${label}: finishes when the server is silent after it is complete`, (harness, body) =>
      replaySilent(harness, fixture, body),
    );
  }
}
