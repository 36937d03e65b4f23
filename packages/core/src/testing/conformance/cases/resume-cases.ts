import type { FakeRequest } from '../../fake-transport.js';
import { ensure, equal, fail, shown } from '../checks/assert.js';
import { normalizeEvents } from '../checks/normalize-events.js';
import { lineEnds } from '../harness/byte-splits.js';
import type { Harness } from '../harness/harness.js';
import type { AnyStreamEvent } from '../../../contract/stream-event.js';
import { openStream } from '../harness/operations.js';
import { drain, replayWhole, type StreamFixture, type StreamOutcome } from '../harness/replay.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** Without a delay, because nothing advances the clock. */
const RETRY = { maxRetries: 1, baseDelayMs: 0 };

interface InterruptedOutcome extends StreamOutcome {
  /** The requests that were sent, in order. */
  readonly requests: readonly FakeRequest[];
}

/** Replays a response whose connection closes at an offset. The next request receives the rest. */
async function replayInterrupted(
  harness: Harness,
  { plan, operation, response }: StreamFixture,
  at: number,
  resume: boolean,
): Promise<InterruptedOutcome> {
  const bytes = bytesOf(response);
  const requests: FakeRequest[] = [];
  harness.respondWith((request) => {
    requests.push(request);
    if (requests.length === 1) return fakeResponseOf(response, { body: [bytes.subarray(0, at)], ending: 'break' });
    // A stream without an end marker is requested once more. The response to that request is empty.
    return fakeResponseOf(response, { body: requests.length === 2 ? [bytes.subarray(at)] : [] });
  });
  const outcome = await drain(openStream(harness.client, operation, plan.callOptions({ retry: RETRY, resume })));
  return { ...outcome, requests };
}

function isResumed(warning: { readonly code: string }): boolean {
  return warning.code === 'stream_resumed';
}

/** Returns the events without warnings about resumed streams. */
function withoutWarning(events: readonly AnyStreamEvent[]): readonly AnyStreamEvent[] {
  return events
    .filter((event) => !(event.type === 'warning' && isResumed(event.warning)))
    .map((event) => {
      if (event.type !== 'finish') return event;
      const warnings = event.response.warnings.filter((warning) => !isResumed(warning));
      return { ...event, response: { ...event.response, warnings } };
    });
}

/** True if a request contains a number in its URL, headers or body. */
function contains({ url, headers, body }: FakeRequest, number: number): boolean {
  return new RegExp(`(?<!\\d)${number}(?!\\d)`).test(JSON.stringify([url, headers, body]));
}

function checkResumed(at: number, { events, requests }: InterruptedOutcome): void {
  const [, rest] = requests;
  if (rest === undefined) return;
  const { method, url } = rest;
  ensure(
    contains(rest, at),
    `The connection closed at byte ${at}, but the request for the rest does not contain this offset: ${method} ${url}. Send it in the URL, a header or the body.`,
  );
  // A stream without an end marker has several warnings, because its end looks like another interruption.
  const warned = events.some((event) => event.type === 'warning' && isResumed(event.warning));
  ensure(
    warned,
    `The stream was resumed at byte ${at}, but the warning "stream_resumed" is missing. Pass on the warnings of the stream.`,
  );
}

async function checkResume(harness: Harness, fixture: StreamFixture): Promise<void> {
  const whole = normalizeEvents(await replayWhole(harness, fixture));
  const ends = lineEnds(bytesOf(fixture.response));
  const offsets = new Set(ends.flatMap((end, index) => [Math.ceil(((ends[index - 1] ?? 0) + end) / 2), end]));
  let resumed = 0;
  for (const at of offsets) {
    const outcome = await replayInterrupted(harness, fixture, at, true);
    if (outcome.error !== undefined) {
      fail(
        `The connection closed at byte ${at} and the rest was available, but the stream failed. Set HttpCall.resume, or declare resume as "no". Received: ${shown(outcome.error)}`,
      );
    }
    const what = `The events of a stream resumed at byte ${at}`;
    equal(
      normalizeEvents(withoutWarning(outcome.events)),
      whole,
      what,
      'Continue at this byte, with the same decoder.',
    );
    checkResumed(at, outcome);
    resumed += outcome.requests.length - 1;
  }
  ensure(
    resumed > 0,
    'The connection closed mid-stream, but the rest was never requested. Set HttpCall.resume, or declare resume as "no".',
  );
}

async function checkNoResume(harness: Harness, fixture: StreamFixture): Promise<void> {
  const [end = 1] = lineEnds(bytesOf(fixture.response));
  const { error, requests } = await replayInterrupted(harness, fixture, end, false);
  ensure(
    error !== undefined,
    'The connection closed mid-stream and "resume" was not set, but the stream finished. Resume only if ProviderCall.resume is true.',
  );
  ensure(
    requests.length === 1,
    'The rest of a response was requested, although "resume" was not set. Resume only if ProviderCall.resume is true.',
  );
}

/**
 * Creates the cases of `resume`. If the caller sets it, a stream continues at the byte where its connection closed and
 * emits no event twice.
 */
export function* resumeCases(plan: RoutePlan): Generator<Case> {
  if (plan.supportOf('resume') !== 'yes') return;
  const operation = 'chat.stream';
  for (const [label, response] of plan.labeledResponsesOf(operation)) {
    const fixture: StreamFixture = { plan, operation, response };
    yield plan.case(`${label}: resumes where the connection closed`, 'hold', (harness) =>
      checkResume(harness, fixture),
    );
    yield plan.case(`${label}: does not resume unless requested`, 'hold', (harness) => checkNoResume(harness, fixture));
  }
}
