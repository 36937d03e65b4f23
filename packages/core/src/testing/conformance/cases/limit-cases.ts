import { ensure, fail } from '../assert.js';
import { lineEnds } from '../cuts.js';
import { drain } from '../replay.js';
import { bytesOf, replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { checkFailure } from '../traits/rejects.js';
import { microturns } from '../turns.js';
import { openStream, type StreamVerb } from '../verbs.js';

const READ_BYTES = 1024;
/** A line that has grown to so many limits was not bounded. */
const TIMES = 4;

/** The longest line: where it begins and ends. */
function longestLine(bytes: Uint8Array): readonly [begin: number, end: number] {
  const ends = lineEnds(bytes);
  const lines = ends.map((end, index) => [ends[index - 1] ?? 0, end] as const);
  return lines.reduce((longest, line) => (line[1] - line[0] > longest[1] - longest[0] ? line : longest), [0, 0]);
}

/** The answer as far as the middle of a line, which then does not end. */
async function* endless(begun: Uint8Array, limit: number): AsyncGenerator<Uint8Array> {
  yield begun;
  const filler = new Uint8Array(READ_BYTES).fill('x'.charCodeAt(0));
  for (let sent = 0; sent <= limit * TIMES; sent += filler.length) {
    yield filler;
    await microturns();
  }
}

/** How much a provider keeps of what has no end: no more than `limits.maxEventBytes`. */
export function* limitCases(plan: RoutePlan, verb: StreamVerb): Generator<Case> {
  const answer = plan.answerOf(verb);
  if (answer === undefined) return;
  const bytes = bytesOf(answer);
  const [begin, end] = longestLine(bytes);
  // What has no lines has other ends, which the suite cannot leave out.
  if (end === 0) return;
  const maxEventBytes = Math.max(4 * READ_BYTES, 2 * bytes.length);
  const begun = bytes.subarray(0, Math.floor((begin + end) / 2));
  yield plan.case(
    `${verb}: heeds limits.maxEventBytes`,
    () => replyOf(answer, { body: endless(begun, maxEventBytes), ending: 'hold' }),
    async (bench) => {
      // A client made by hand has the limits that it was made with.
      if (bench.tap.provider === undefined) return;
      const after = 'a line that grew larger than limits.maxEventBytes allows';
      const stream = openStream(bench.client, verb, plan.callOptions());
      const { error } = await drain(stream).catch(() =>
        fail(
          `A line grew to ${TIMES} times limits.maxEventBytes (${maxEventBytes}), and the stream did not end; bound what you keep by context.limits.`,
        ),
      );
      checkFailure(error, { after, codes: ['limit_exceeded'], provider: plan.matrix.provider });
      ensure(bench.sent[0]?.cancelled === true, `After ${after}, the connection is not given up.`);
      await bench.tidy(`After ${after}`);
    },
    { limits: { maxEventBytes } },
  );
}
