import type { ErrorCode } from '../../../errors/error-code.js';
import { difference, ensure, fail, shown } from '../assert.js';
import type { Bench } from '../bench.js';
import { lineEnds } from '../cuts.js';
import { textOf } from '../event-grammar.js';
import { checkPartial, replay, replayWhole, type Outcome, type Replay } from '../replay.js';
import { bytesOf, type Case, type RoutePlan } from '../route-plan.js';
import { checkFailure } from '../traits/rejects.js';
import type { AnyStreamEvent, StreamVerb } from '../verbs.js';

/** Codes of an answer that ends in the middle of a line. */
const IN_A_LINE: readonly ErrorCode[] = ['stream_truncated', 'parse_error', 'unexpected_response'];

/** What makes a reply whole. Its usage may come behind its end. */
function essence(events: readonly AnyStreamEvent[]): object {
  const last = events.at(-1);
  if (last?.type !== 'finish') return { finished: false };
  const { text, finishReason } = last.response;
  const toolCalls = 'toolCalls' in last.response ? last.response.toolCalls : [];
  return { text, finishReason, toolCalls: toolCalls.map(({ name, input }) => ({ name, input })) };
}

function check(
  at: string,
  { events, error }: Outcome,
  whole: object,
  codes: readonly ErrorCode[],
  plan: RoutePlan,
): void {
  if (error === undefined) {
    const told = essence(events);
    if (difference(told, whole) !== undefined) {
      fail(
        `The answer was cut ${at}, but the stream finished as if it were whole: ${shown(told)}, not ${shown(whole)}`,
      );
    }
    return;
  }
  const failed = checkFailure(error, { after: `a cut ${at}`, codes, provider: plan.matrix.provider });
  ensure(!events.some(({ type }) => type === 'finish'), 'The stream gave its finish event and failed then.');
  checkPartial(events, failed, textOf(events));
}

async function cutEverywhere(bench: Bench, what: Replay): Promise<void> {
  const bytes = bytesOf(what.answer);
  const whole = essence(await replayWhole(bench, what));
  const ends = lineEnds(bytes);
  for (const end of ends) {
    const outcome = await replay(bench, what, { body: [bytes.subarray(0, end)] });
    const codes: readonly ErrorCode[] = outcome.events.length > 0 ? ['stream_truncated'] : IN_A_LINE;
    check(`behind the line that ends at byte ${end}`, outcome, whole, codes, what.plan);
  }
  for (const [index, end] of [...ends, bytes.length].entries()) {
    const middle = Math.floor(((ends[index - 1] ?? 0) + end) / 2);
    const outcome = await replay(bench, what, { body: [bytes.subarray(0, middle)] });
    check(`within a line, at byte ${middle}`, outcome, whole, IN_A_LINE, what.plan);
  }
}

async function breakEverywhere(bench: Bench, what: Replay): Promise<void> {
  const bytes = bytesOf(what.answer);
  const whole = essence(await replayWhole(bench, what));
  for (const end of lineEnds(bytes)) {
    const outcome = await replay(bench, what, { body: [bytes.subarray(0, end)], ending: 'break' });
    check(`off at byte ${end} by a broken connection`, outcome, whole, ['connection_failed'], what.plan);
  }
}

/** A stream that stops too early is an error with what had arrived, wherever it stops; only a reply that is whole may finish. */
export function* truncationCases(plan: RoutePlan, verb: StreamVerb): Generator<Case> {
  const answers = plan.answersOf(verb);
  for (const [index, answer] of answers.entries()) {
    const what: Replay = { plan, verb, answer };
    const label = answers.length > 1 ? `${verb} (answer ${index + 1})` : verb;
    yield plan.case(`${label}: is truncated, not finished, when the answer ends too early`, 'hold', (bench) =>
      cutEverywhere(bench, what),
    );
    yield plan.case(`${label}: fails when the connection breaks`, 'hold', (bench) => breakEverywhere(bench, what));
  }
}
