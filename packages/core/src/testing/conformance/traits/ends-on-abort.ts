import type { Operation } from '../../../contract/capability.js';
import { ensure, shown } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import { countListeners } from '../harness/count-listeners.js';
import { flushEventLoop } from '../harness/event-loop.js';
import type { Harness } from '../harness/harness.js';
import { call } from '../harness/operations.js';
import { bytesOf, fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const REASON = new Error('Aborted by the test.');

/** Aborts a call as soon as it has reached a state, and checks that it has released everything. */
async function abortWhen(
  plan: RoutePlan,
  capability: Operation,
  harness: Harness,
  ready: () => Promise<unknown>,
  when: string,
): Promise<void> {
  const controller = new AbortController();
  const running = call(harness.client, capability, plan.callOptions({ signal: controller.signal }));
  running.catch(() => {});
  await ready();
  controller.abort(REASON);
  const after = `an abort ${when}`;
  const error = await expectFailure(running, { after, codes: ['aborted'], provider: plan.matrix.provider });
  ensure(
    error.cause === REASON,
    `After ${after}, error.cause must be the reason of the abort; received ${shown(error.cause)}. Set it to signal.reason.`,
  );
  ensure(
    harness.sent[0]?.canceled === true,
    `After ${after}, the connection was not closed immediately. Pass call.options.signal to the HTTP client.`,
  );
  await harness.checkReleased(`After ${after}`);
}

/**
 * Creates the cases of calls that end early: an abort before the call, while it waits, or mid-response, and
 * `client.close()`.
 */
export function* endsOnAbort(plan: RoutePlan, capability: Operation): Generator<Case> {
  const { provider } = plan.matrix;
  yield plan.case(`${capability}: sends nothing if the signal is already aborted`, 'hold', async (harness) => {
    const options = plan.callOptions({ signal: AbortSignal.abort(REASON) });
    await expectFailure(call(harness.client, capability, options), { after: 'an abort', codes: ['aborted'], provider });
    ensure(
      harness.sent.length === 0,
      'A call whose signal was already aborted sent a request. Check the signal before sending, or pass it to the HTTP client.',
    );
  });

  yield plan.case(`${capability}: an abort before the response ends the call`, 'hold', (harness) =>
    abortWhen(plan, capability, harness, () => harness.request(), 'before the response'),
  );

  yield plan.case(`${capability}: closing the client ends the call`, 'hold', async (harness) => {
    const running = call(harness.client, capability, plan.callOptions());
    running.catch(() => {});
    await harness.request();
    await harness.close();
    await expectFailure(running, { after: 'client.close()', codes: ['closed'], provider });
    await harness.checkReleased('After client.close()');
  });

  const response = plan.responseOf(capability);
  if (response === undefined) return;
  const bytes = bytesOf(response);
  const half = fakeResponseOf(response, { body: [bytes.subarray(0, Math.floor(bytes.length / 2))], ending: 'hold' });
  yield plan.case(`${capability}: an abort mid-response ends the call`, half, (harness) =>
    abortWhen(
      plan,
      capability,
      harness,
      async () => {
        await harness.request();
        await flushEventLoop();
      },
      'in the middle of the response',
    ),
  );

  yield plan.case(
    `${capability}: releases its connection, timers and listeners`,
    fakeResponseOf(response),
    async (harness) => {
      const { signal } = new AbortController();
      const listeners = countListeners(signal);
      await call(harness.client, capability, plan.callOptions({ signal }));
      await harness.checkReleased('After a successful call');
      ensure(
        listeners() === 0,
        `After a successful call, its signal still has ${listeners()} listener(s). Remove them when a call ends.`,
      );
    },
  );
}
