import { isLmError } from '../../../errors/guards.js';
import { ensure, equal, shown } from '../assert.js';
import type { Bench } from '../bench.js';
import type { ConformanceAnswer } from '../conformance-fixtures.js';
import { countedSignal } from '../counted-signal.js';
import { drain, normalised, replayWhole, slowly, type Replay } from '../replay.js';
import { bytesOf, replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { rejects } from '../traits/rejects.js';
import { settle, turns } from '../turns.js';
import { openStream, type StreamVerb } from '../verbs.js';

/** The answer byte by byte, and then a connection that stays open: only leaving ends it. */
function held(answer: ConformanceAnswer) {
  return replyOf(answer, { body: slowly(bytesOf(answer), () => false), ending: 'hold' });
}

function* beginning({ plan, verb, answer }: Replay): Generator<Case> {
  yield plan.case(
    `${verb}: sends nothing before the first pull, and has one consumer`,
    replyOf(answer),
    async (bench) => {
      const stream = openStream(bench.client, verb, plan.callOptions());
      await turns();
      const early = bench.sent.length;
      ensure(early === 0, 'The stream has sent its request before anybody reads it.');
      const outcome = await drain(stream);
      ensure(!('error' in outcome), `The stream failed: ${shown(outcome.error)}`);
      const second = settle(stream[Symbol.asyncIterator]().next(), 'A second consumer');
      const { provider } = plan.matrix;
      const error: unknown = await second.catch((reason: unknown) => reason);
      ensure(
        isLmError(error, 'invalid_request'),
        `A second consumer of ${provider} gets ${shown(error)}, not an error.`,
      );
      const times = bench.sent.length;
      ensure(times === 1, `The stream was requested ${times} times.`);
    },
  );

  yield plan.case(
    `${verb}: response() gives what the finish event has`,
    () => replyOf(answer),
    async (bench) => {
      const outcome = await drain(openStream(bench.client, verb, plan.callOptions()));
      const last = outcome.events.at(-1);
      const response = await settle(openStream(bench.client, verb, plan.callOptions()).response(), 'response()');
      if (last?.type !== 'finish') return;
      const [asked, told] = normalised([{ type: 'finish', response }, last]);
      equal(asked, told, 'response()');
    },
  );
}

async function leave(bench: Bench, { plan, verb }: Replay, how: 'break' | 'abort'): Promise<void> {
  const counted = countedSignal();
  const reason = new Error('the test has had enough');
  const stream = openStream(bench.client, verb, plan.callOptions({ signal: counted.signal }));
  let behind = 0;
  let left = false;
  const read = async (): Promise<void> => {
    for await (const event of stream) {
      if (left) behind += 1;
      if (event.type !== 'text-delta' || left) continue;
      left = true;
      if (how === 'break') break;
      counted.abort(reason);
    }
  };
  if (how === 'break') await settle(read(), 'Leaving the loop');
  else await rejects(read(), { after: 'an abort', codes: ['aborted'], provider: plan.matrix.provider });
  ensure(left, 'The stream ended without a text-delta event.');
  ensure(behind === 0, `${behind} event(s) came after the abort.`);
  ensure(bench.sent[0]?.cancelled === true, 'The stream was left, but its connection was not given up at once.');
  await bench.tidy('After the stream was left');
  if (how === 'break') ensure(counted.listeners === 0, 'The stream was left, but still listens to its signal.');
}

function* leaving(what: Replay): Generator<Case> {
  const { plan, verb, answer } = what;
  yield plan.case(
    `${verb}: leaving the loop closes the connection at once`,
    () => held(answer),
    (bench) => leave(bench, what, 'break'),
  );
  yield plan.case(
    `${verb}: an abort within the loop ends it at once`,
    () => held(answer),
    (bench) => leave(bench, what, 'abort'),
  );
}

function* sharing(what: Replay): Generator<Case> {
  const { plan, verb, answer } = what;
  yield plan.case(`${verb}: two at once do not mix`, 'hold', async (bench) => {
    const whole = normalised(await replayWhole(bench, what));
    bench.answers(() => replyOf(answer, { body: slowly(bytesOf(answer), () => false) }));
    const both = [0, 1].map(() => drain(openStream(bench.client, verb, plan.callOptions())));
    for (const { events } of await Promise.all(both))
      equal(normalised(events), whole, 'The events of one of two streams');
  });
}

/** The life of a stream: when it begins, how it may be left, and that it is alone. */
export function* lifeCases(plan: RoutePlan, verb: StreamVerb): Generator<Case> {
  const answer = plan.answerOf(verb);
  if (answer === undefined) return;
  const what: Replay = { plan, verb, answer };
  yield* beginning(what);
  yield* leaving(what);
  yield* sharing(what);
}
