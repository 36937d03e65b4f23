import type { ErrorCode } from '../../../errors/error-code.js';
import { difference, fail, shown } from '../checks/assert.js';
import { checkFailure, checkPartial } from '../checks/check-failure.js';
import { essence } from '../checks/essence.js';
import { lineEnds } from '../harness/byte-splits.js';
import type { Harness } from '../harness/harness.js';
import type { StreamOperation } from '../harness/operations.js';
import { replay, replayWhole, type StreamFixture, type StreamOutcome } from '../harness/replay.js';
import { bytesOf, type Case, type RoutePlan } from '../route-plan.js';

/** Codes that are allowed for a response that ends inside a line. */
const INSIDE_LINE_CODES: readonly ErrorCode[] = ['stream_truncated', 'parse_error', 'unexpected_response'];

/** Throws unless a stream that ended early failed with one of the codes, or had received the complete response. */
function checkTruncated(
  where: string,
  { events, error }: StreamOutcome,
  complete: object,
  codes: readonly ErrorCode[],
  { plan }: StreamFixture,
): void {
  if (error === undefined) {
    const actual = essence(events);
    if (difference(actual, complete) === undefined) return;
    fail(
      `The response ended ${where}, but the stream finished as if it were complete. It must fail with the code ${codes.join(' or ')} unless the end marker has arrived. Expected ${shown(complete)}, received ${shown(actual)}`,
    );
  }
  const failed = checkFailure(error, {
    after: `a response that ended ${where}`,
    codes,
    provider: plan.matrix.provider,
  });
  checkPartial(events, failed);
}

async function endEverywhere(harness: Harness, fixture: StreamFixture): Promise<void> {
  const bytes = bytesOf(fixture.response);
  const whole = essence(await replayWhole(harness, fixture));
  const ends = lineEnds(bytes);
  for (const end of ends) {
    const outcome = await replay(harness, fixture, { body: [bytes.subarray(0, end)] });
    const codes: readonly ErrorCode[] = outcome.events.length > 0 ? ['stream_truncated'] : INSIDE_LINE_CODES;
    checkTruncated(`after the line that ends at byte ${end}`, outcome, whole, codes, fixture);
  }
  for (const [index, end] of [...ends, bytes.length].entries()) {
    const middle = Math.floor(((ends[index - 1] ?? 0) + end) / 2);
    const outcome = await replay(harness, fixture, { body: [bytes.subarray(0, middle)] });
    checkTruncated(`inside a line, at byte ${middle}`, outcome, whole, INSIDE_LINE_CODES, fixture);
  }
}

async function breakEverywhere(harness: Harness, fixture: StreamFixture): Promise<void> {
  const bytes = bytesOf(fixture.response);
  const whole = essence(await replayWhole(harness, fixture));
  for (const end of lineEnds(bytes)) {
    const outcome = await replay(harness, fixture, { body: [bytes.subarray(0, end)], ending: 'break' });
    checkTruncated(`at byte ${end} with a closed connection`, outcome, whole, ['connection_failed'], fixture);
  }
}

/**
 * Creates the cases of truncation. A stream that ends early fails with the partial response, and only a complete one
 * finishes.
 */
export function* truncationCases(plan: RoutePlan, operation: StreamOperation): Generator<Case> {
  for (const [label, response] of plan.labeledResponsesOf(operation)) {
    const fixture: StreamFixture = { plan, operation, response };
    yield plan.case(`${label}: fails as truncated when the response ends early`, 'hold', (harness) =>
      endEverywhere(harness, fixture),
    );
    yield plan.case(`${label}: fails when the connection closes mid-stream`, 'hold', (harness) =>
      breakEverywhere(harness, fixture),
    );
  }
}
