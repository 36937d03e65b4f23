import { ensure, equal, fail, shown } from '../assert.js';
import type { Bench } from '../bench.js';
import { lineEnds } from '../cuts.js';
import { drain, normalised, replayWhole, type Outcome, type Replay } from '../replay.js';
import { bytesOf, replyOf, type Case, type RoutePlan } from '../route-plan.js';
import type { FakeRequest } from '../../fake-transport.js';
import { openStream, type AnyStreamEvent } from '../verbs.js';

/** At once, since nobody moves the time on. */
const RETRY = { maxRetries: 1, baseDelayMs: 0 };

interface Broken extends Outcome {
  /** What was asked for, in order. */
  readonly requests: readonly FakeRequest[];
}

/** An answer whose connection breaks at this byte, and whose rest is there for whoever asks. */
async function broken(bench: Bench, { plan, verb, answer }: Replay, at: number, resume: boolean): Promise<Broken> {
  const bytes = bytesOf(answer);
  const requests: FakeRequest[] = [];
  bench.answers((request) => {
    requests.push(request);
    if (requests.length === 1) return replyOf(answer, { body: [bytes.subarray(0, at)], ending: 'break' });
    // Whoever asks once more, since the stream has no end mark, gets nothing more.
    return replyOf(answer, { body: requests.length === 2 ? [bytes.subarray(at)] : [] });
  });
  const outcome = await drain(openStream(bench.client, verb, plan.callOptions({ retry: RETRY, resume })));
  return { ...outcome, requests };
}

function isResumed(warning: { readonly code: string }): boolean {
  return warning.code === 'stream_resumed';
}

/** The events without what tells that the stream was taken up again. */
function withoutWarning(events: readonly AnyStreamEvent[]): readonly AnyStreamEvent[] {
  return events
    .filter((event) => !(event.type === 'warning' && isResumed(event.warning)))
    .map((event) => {
      if (event.type !== 'finish') return event;
      const warnings = event.response.warnings.filter((warning) => !isResumed(warning));
      return { ...event, response: { ...event.response, warnings } };
    });
}

/** Whether a number stands in a request, wherever the server wants it. */
function tells({ url, headers, body }: FakeRequest, number: number): boolean {
  return new RegExp(`(?<!\\d)${number}(?!\\d)`).test(JSON.stringify([url, headers, body]));
}

function checkRest(at: number, { events, requests }: Broken): void {
  const [, rest] = requests;
  if (rest === undefined) return;
  const { method, url } = rest;
  ensure(
    tells(rest, at),
    `The answer broke at byte ${at}, but the request for its rest does not say so: ${method} ${url}`,
  );
  // More of them where the stream has no end mark: its end looks like one more break.
  const told = events.some((event) => event.type === 'warning' && isResumed(event.warning));
  ensure(told, `The answer was taken up again at byte ${at}, but no warning "stream_resumed" tells so.`);
}

async function breakEverywhere(bench: Bench, what: Replay): Promise<void> {
  const whole = normalised(await replayWhole(bench, what));
  const ends = lineEnds(bytesOf(what.answer));
  const places = new Set(ends.flatMap((end, index) => [Math.ceil(((ends[index - 1] ?? 0) + end) / 2), end]));
  let resumed = 0;
  for (const at of places) {
    const outcome = await broken(bench, what, at, true);
    if (outcome.error !== undefined) {
      fail(`The answer broke at byte ${at} and its rest was there, but the stream failed: ${shown(outcome.error)}`);
    }
    equal(normalised(withoutWarning(outcome.events)), whole, `The events of an answer that broke at byte ${at}`);
    checkRest(at, outcome);
    resumed += outcome.requests.length - 1;
  }
  ensure(resumed > 0, 'The answer broke in many places, but its rest was never asked for.');
}

async function breakUnasked(bench: Bench, what: Replay): Promise<void> {
  const [end = 1] = lineEnds(bytesOf(what.answer));
  const { error, requests } = await broken(bench, what, end, false);
  ensure(error !== undefined, 'The connection broke and "resume" was not set, but the stream finished.');
  ensure(requests.length === 1, 'The rest of an answer was asked for, though "resume" was not set.');
}

/** A stream whose connection breaks goes on at the byte where it broke, if that is asked for; every event comes once. */
export function* resumeCases(plan: RoutePlan): Generator<Case> {
  if (plan.supportOf('resume') !== 'yes') return;
  const verb = 'chat.stream';
  const answers = plan.answersOf(verb);
  for (const [index, answer] of answers.entries()) {
    const what: Replay = { plan, verb, answer };
    const label = answers.length > 1 ? `${verb} (answer ${index + 1})` : verb;
    yield plan.case(`${label}: goes on where its connection broke`, 'hold', (bench) => breakEverywhere(bench, what));
    yield plan.case(`${label}: does not go on unasked`, 'hold', (bench) => breakUnasked(bench, what));
  }
}
