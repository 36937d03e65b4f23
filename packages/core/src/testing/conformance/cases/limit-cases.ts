import { ensure, fail } from '../checks/assert.js';
import { checkFailure } from '../checks/check-failure.js';
import { lineEnds } from '../harness/byte-splits.js';
import { flushMicrotasks } from '../harness/event-loop.js';
import { openStream, type StreamOperation } from '../harness/operations.js';
import { drain } from '../harness/replay.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const READ_BYTES = 1024;

/** A line that has grown to this multiple of the limit counts as unlimited. */
const EXCESS = 4;

/** Returns the offsets at which the longest line begins and ends. */
function longestLine(bytes: Uint8Array): readonly [begin: number, end: number] {
  const ends = lineEnds(bytes);
  const lines = ends.map((end, index) => [ends[index - 1] ?? 0, end] as const);
  return lines.reduce((longest, line) => (line[1] - line[0] > longest[1] - longest[0] ? line : longest), [0, 0]);
}

/** Sends the start of a response up to the middle of a line, and then continues this line without an end. */
async function* endlessLine(start: Uint8Array, maxBytes: number): AsyncGenerator<Uint8Array> {
  yield start;
  const filler = new Uint8Array(READ_BYTES).fill('x'.charCodeAt(0));
  for (let sent = 0; sent <= maxBytes * EXCESS; sent += filler.length) {
    yield filler;
    await flushMicrotasks();
  }
}

/** Creates the case of a line that never ends. A provider buffers at most `limits.maxEventBytes` of it. */
export function* limitCases(plan: RoutePlan, operation: StreamOperation): Generator<Case> {
  const response = plan.responseOf(operation);
  if (response === undefined) return;
  const bytes = bytesOf(response);
  const [begin, end] = longestLine(bytes);
  // Without lines, the suite does not know how to send an event that never ends.
  if (end === 0) return;
  const maxEventBytes = Math.max(4 * READ_BYTES, 2 * bytes.length);
  const start = bytes.subarray(0, Math.floor((begin + end) / 2));
  yield plan.case(
    `${operation}: respects limits.maxEventBytes`,
    () => fakeResponseOf(response, { body: endlessLine(start, maxEventBytes), ending: 'hold' }),
    async (harness) => {
      // A client that the factory created has its own limits.
      if (harness.spy.provider === undefined) return;
      const after = 'a line that grew larger than limits.maxEventBytes allows';
      const stream = openStream(harness.client, operation, plan.callOptions());
      const { error } = await drain(stream).catch(() =>
        fail(
          `A line grew to ${EXCESS} times limits.maxEventBytes (${maxEventBytes}), but the stream did not fail. Buffer at most context.limits.maxEventBytes, then fail with the code limit_exceeded.`,
        ),
      );
      checkFailure(error, { after, codes: ['limit_exceeded'], provider: plan.matrix.provider });
      ensure(
        harness.sent[0]?.canceled === true,
        `After ${after}, the connection must be closed; it is still open. Cancel the request when decoding fails.`,
      );
      await harness.checkReleased(`After ${after}`);
    },
    { limits: { maxEventBytes } },
  );
}
