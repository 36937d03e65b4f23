import { ensure, equal, matches } from '../assert.js';
import { checkAnswer } from '../answer-rules.js';
import type { ScenarioName } from '../conformance-fixtures.js';
import { byteByByte, cutAt, hasWideCharacters, tenderPlaces, withComments, withCrlf } from '../cuts.js';
import { grammarFaults, textOf } from '../event-grammar.js';
import { checkPartial, normalised, replay, replayWhole, type Replay } from '../replay.js';
import { bytesOf, type Case, type RoutePlan } from '../route-plan.js';
import type { Scenario } from '../scenarios.js';
import { checkFailure } from '../traits/rejects.js';
import { checkCounts } from '../usage-rules.js';
import type { StreamVerb } from '../verbs.js';

/** Codes of a stream that was cut: what a server's own error must not come to. */
const CUT = new Set(['stream_truncated', 'parse_error', 'unexpected_response', 'connection_failed']);

function isEventStream({ answer }: Replay): boolean {
  return answer.headers?.['content-type']?.includes('text/event-stream') === true;
}

/** An answer says what it should, in a sound order of events. */
function* soundness(what: Replay, label: string, { expected, events: needed = [] }: Scenario): Generator<Case> {
  const { plan, verb, answer } = what;
  yield plan.case(`${label}: says what the server said, in a sound order of events`, 'hold', async (bench) => {
    const events = await replayWhole(bench, what);
    const faults = grammarFaults(events);
    ensure(faults.length === 0, `The stream ${faults.join('; it ')}.`);
    const last = events.at(-1);
    if (last?.type !== 'finish') return;
    checkAnswer(verb, last.response, plan.route);
    const all = { ...expected, ...(answer.expect as object) };
    matches(last.response, all, 'The response');
    checkCounts(last.response, all, answer);
    const missing = needed.filter((type) => !events.some((event) => event.type === type));
    ensure(missing.length === 0, `The stream has no ${missing.join(', ')} event.`);
  });
}

/** The cuts that hurt, each with its name. */
function tender(body: Uint8Array, of: string): [cut: string, body: Uint8Array[]][] {
  return tenderPlaces(body).map((at) => [`of ${of} cut at byte ${at}`, cutAt(body, at)]);
}

/** An answer comes to the same events however the network cuts it. */
function* cuts(what: Replay, label: string): Generator<Case> {
  const { plan, answer } = what;
  const bytes = bytesOf(answer);
  const same = (name: string, forms: () => Iterable<[cut: string, body: Uint8Array[]]>): Case =>
    plan.case(`${label}: ${name}`, 'hold', async (bench) => {
      const whole = normalised(await replayWhole(bench, what));
      for (const [cut, body] of forms()) {
        equal(normalised(await replayWhole(bench, what, { body })), whole, `The events ${cut}`);
      }
    });
  yield same('is the same byte by byte', () => [['byte by byte', byteByByte(bytes)]]);
  yield same('is the same cut inside characters and around line ends', () => tender(bytes, 'the answer'));
  if (!isEventStream(what)) return;
  const crlf = withCrlf(bytes);
  if (crlf !== undefined) {
    yield same('is the same with CRLF, cut inside too', () => [
      ['of the answer with CRLF', [crlf]],
      ['of the answer with CRLF, byte by byte,', byteByByte(crlf)],
      ...tender(crlf, 'the answer with CRLF'),
    ]);
  }
  yield same('is the same with comments between the events', () => [
    ['of the answer with comments', [withComments(bytes)]],
  ]);
}

/** An answer that is an error within the stream. */
function* failures(what: Replay, label: string): Generator<Case> {
  const { plan, answer } = what;
  const expected = answer.expect as { readonly code?: string } | undefined;
  const bytes = bytesOf(answer);
  yield plan.case(`${label}: is thrown with what had arrived`, 'hold', async (bench) => {
    for (const body of [[bytes], byteByByte(bytes)]) {
      const { events, error } = await replay(bench, what, { body });
      const failed = checkFailure(error, { after: 'an error within the stream', provider: plan.matrix.provider });
      const fits = expected?.code === undefined ? !CUT.has(failed.code) : failed.code === expected.code;
      ensure(fits, `The server's error within the stream came out as ${failed.code}: "${failed.message}"`);
      ensure(!events.some(({ type }) => type === 'finish'), 'The stream gave its finish event and failed then.');
      checkPartial(events, failed, textOf(events));
    }
    await bench.tidy('After an error within the stream');
  });
}

/** Every answer of one stream's scenario. */
export function* streamCases(plan: RoutePlan, name: ScenarioName, scenario: Scenario): Generator<Case> {
  const verb = scenario.capability as StreamVerb;
  const answers = plan.answersOf(name);
  for (const [index, answer] of answers.entries()) {
    const label = answers.length > 1 ? `${name} (answer ${index + 1})` : name;
    const what: Replay = { plan, verb, answer, request: scenario.request };
    if (scenario.fails) {
      yield* failures(what, label);
      continue;
    }
    yield* soundness(what, label, scenario);
    yield* cuts(what, label);
  }
  if (name !== verb || answers.length === 0) return;
  yield plan.case(`${name}: has an answer whose characters can be cut`, 'hold', async () => {
    const wide = answers.some((answer) => hasWideCharacters(bytesOf(answer)));
    ensure(
      wide,
      `No answer of the fixture "${name}" has a byte above 127; write conformanceWords.text unescaped into one.`,
    );
  });
}
