import { isLmError } from '../../../errors/guards.js';
import { ensure, equal, shown } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import { normalizeEvents } from '../checks/normalize-events.js';
import type { ConformanceResponse } from '../conformance-fixtures.js';
import { countListeners } from '../harness/count-listeners.js';
import { flushEventLoop, settle } from '../harness/event-loop.js';
import type { Harness } from '../harness/harness.js';
import { openStream, type StreamOperation } from '../harness/operations.js';
import { drain, replayWhole, slowly, type StreamFixture } from '../harness/replay.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** Sends the response byte by byte and then keeps the connection open. */
function held(response: ConformanceResponse) {
  return fakeResponseOf(response, { body: slowly(bytesOf(response)), ending: 'hold' });
}

function* readingCases({ plan, operation, response }: StreamFixture): Generator<Case> {
  yield plan.case(
    `${operation}: sends nothing before the first read, and allows one consumer`,
    fakeResponseOf(response),
    async (harness) => {
      const stream = openStream(harness.client, operation, plan.callOptions());
      await flushEventLoop();
      const early = harness.sent.length;
      ensure(early === 0, 'The stream sent its request before it was read. Send it when the stream is subscribed to.');
      const outcome = await drain(stream);
      ensure(
        !('error' in outcome),
        `The stream must finish with this response; it failed with ${shown(outcome.error)}`,
      );
      const second = settle(stream[Symbol.asyncIterator]().next(), 'A second consumer');
      const error: unknown = await second.catch((reason: unknown) => reason);
      ensure(
        isLmError(error, 'invalid_request'),
        `A second consumer of a stream must receive an LmError with the code invalid_request; received ${shown(error)}`,
      );
      const times = harness.sent.length;
      ensure(
        times === 1,
        `The stream must send one request; it sent ${times}. Share it between events and response().`,
      );
    },
  );

  yield plan.case(
    `${operation}: response() resolves with the response of the finish event`,
    fakeResponseOf(response),
    async (harness) => {
      const outcome = await drain(openStream(harness.client, operation, plan.callOptions()));
      const last = outcome.events.at(-1);
      const result = await settle(
        openStream(harness.client, operation, plan.callOptions()).response(),
        'The call to response()',
      );
      if (last?.type !== 'finish') return;
      const [fromMethod, fromEvent] = normalizeEvents([{ type: 'finish', response: result }, last]);
      equal(fromMethod, fromEvent, 'The result of response()');
    },
  );
}

async function stopReading(
  harness: Harness,
  { plan, operation }: StreamFixture,
  how: 'break' | 'abort',
): Promise<void> {
  const controller = new AbortController();
  const listeners = countListeners(controller.signal);
  const stream = openStream(harness.client, operation, plan.callOptions({ signal: controller.signal }));
  let stopped = false;
  let afterwards = 0;
  const read = async (): Promise<void> => {
    for await (const event of stream) {
      if (stopped) afterwards += 1;
      if (event.type !== 'text-delta' || stopped) continue;
      stopped = true;
      if (how === 'break') break;
      controller.abort(new Error('Aborted by the test.'));
    }
  };
  if (how === 'break') await settle(read(), 'Breaking out of the loop');
  else await expectFailure(read(), { after: 'an abort', codes: ['aborted'], provider: plan.matrix.provider });
  ensure(stopped, 'The stream must emit a text-delta event for this response; it ended without one.');
  ensure(
    afterwards === 0,
    `${afterwards} event(s) were emitted after the abort. Stop emitting as soon as the signal is aborted.`,
  );
  const closed = harness.sent[0]?.canceled === true;
  ensure(
    closed,
    'The consumer stopped reading, but the connection was not closed immediately. Cancel the request in cancel() of the subscription, or in return() of the iterator. A generator cannot do this while it waits.',
  );
  await harness.checkReleased('After the consumer stopped reading');
  if (how === 'break') {
    ensure(
      listeners() === 0,
      `The consumer stopped reading, but the signal still has ${listeners()} listener(s). Remove them in cancel().`,
    );
  }
}

function* stoppingCases(fixture: StreamFixture): Generator<Case> {
  const { plan, operation, response } = fixture;
  yield plan.case(
    `${operation}: breaking out of the loop closes the connection immediately`,
    () => held(response),
    (harness) => stopReading(harness, fixture, 'break'),
  );
  yield plan.case(
    `${operation}: an abort inside the loop ends the stream immediately`,
    () => held(response),
    (harness) => stopReading(harness, fixture, 'abort'),
  );
}

function concurrencyCase(fixture: StreamFixture): Case {
  const { plan, operation, response } = fixture;
  return plan.case(`${operation}: keeps two concurrent streams separate`, 'hold', async (harness) => {
    const whole = normalizeEvents(await replayWhole(harness, fixture));
    harness.respondWith(() => fakeResponseOf(response, { body: slowly(bytesOf(response)) }));
    const both = [0, 1].map(() => drain(openStream(harness.client, operation, plan.callOptions())));
    for (const { events } of await Promise.all(both)) {
      const hint = 'Keep all state in the decoder of one response.';
      equal(normalizeEvents(events), whole, 'The events of one of two concurrent streams', hint);
    }
  });
}

/**
 * Creates the cases of a stream's lifecycle: its start, how a consumer ends it, and its independence of other streams.
 */
export function* lifecycleCases(plan: RoutePlan, operation: StreamOperation): Generator<Case> {
  const response = plan.responseOf(operation);
  if (response === undefined) return;
  const fixture: StreamFixture = { plan, operation, response };
  yield* readingCases(fixture);
  yield* stoppingCases(fixture);
  yield concurrencyCase(fixture);
}
