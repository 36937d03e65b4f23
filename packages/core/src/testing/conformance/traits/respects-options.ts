import type { CallOptions } from '../../../contract/call-options.js';
import type { Operation } from '../../../contract/capability.js';
import type { ErrorCode } from '../../../errors/error-code.js';
import { LmError } from '../../../errors/lm-error.js';
import { ensure, fail, shown } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import { flushEventLoop, settle } from '../harness/event-loop.js';
import type { HarnessScript } from '../harness/harness.js';
import { call } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** Operations that must never be sent twice. */
const NEVER_RETRIED = new Set<Operation>(['models.load', 'models.download', 'models.delete']);

const LIMIT_MS = 1000;

/**
 * Creates the error of a connection that was never established. A retry is safe for every operation that may be retried
 * at all.
 */
function refused(): LmError {
  return new LmError('connection_failed', 'The connection was refused (scripted).', { retryable: true });
}

function timeoutCase(
  plan: RoutePlan,
  capability: Operation,
  timeout: keyof NonNullable<CallOptions['timeouts']>,
  script: HarnessScript,
  expected: { readonly after: string; readonly codes: readonly ErrorCode[] },
): Case {
  return plan.case(`${capability}: respects timeouts.${timeout}`, script, async (harness) => {
    const options = plan.callOptions({ timeouts: { [timeout]: LIMIT_MS } });
    const running = call(harness.client, capability, options);
    running.catch(() => {});
    await harness.request();
    await flushEventLoop();
    harness.clock.advance(LIMIT_MS);
    await expectFailure(running, { ...expected, provider: plan.matrix.provider });
    await harness.checkReleased('After a timeout');
  });
}

/**
 * Creates the cases of call options: headers, timeouts and retries. They take effect only if the provider passes them
 * on.
 */
export function* respectsOptions(plan: RoutePlan, capability: Operation): Generator<Case> {
  const { provider } = plan.matrix;
  const response = plan.responseOf(capability);
  yield timeoutCase(plan, capability, 'firstByte', 'hold', {
    after: 'a timeout without a response',
    codes: ['first_byte_timeout'],
  });
  if (response !== undefined) {
    const headersOnly = fakeResponseOf(response, { body: [], ending: 'hold' });
    const expected = { after: 'a timeout in the middle of a response', codes: ['idle_timeout'] } as const;
    yield timeoutCase(plan, capability, 'idle', headersOnly, expected);
  }

  yield plan.case(`${capability}: fails when the connection is refused`, refused(), async (harness) => {
    const running = call(harness.client, capability, plan.callOptions());
    await expectFailure(running, { after: 'a refused connection', codes: ['connection_failed'], provider });
    await harness.checkReleased('After a refused connection');
  });

  if (response === undefined) return;
  yield plan.case(`${capability}: sends the headers of the call`, fakeResponseOf(response), async (harness) => {
    await plan.call(harness, capability, {}, { headers: { 'X-Conformance': 'yes' } });
    const sent = harness.sent.find(({ headers }) => headers['x-conformance'] === 'yes');
    ensure(
      sent !== undefined,
      'The request must contain the headers of the call; X-Conformance is missing. Pass call.options to the HTTP client.',
    );
  });

  const once = NEVER_RETRIED.has(capability);
  const name = once ? 'is never retried' : 'is retried when it is safe';
  yield plan.case(`${capability}: ${name}`, 'hold', async (harness) => {
    harness.respondWith(() => (harness.sent.length === 1 ? refused() : fakeResponseOf(response)));
    const options = plan.callOptions({ retry: { maxRetries: 1, baseDelayMs: 0 } });
    const running = call(harness.client, capability, options);
    if (once) {
      await expectFailure(running, { after: 'a refused connection', codes: ['connection_failed'], provider });
      return ensure(
        harness.sent.length === 1,
        `${capability} must never be retried; the request was sent ${harness.sent.length} times. Do not retry in the provider.`,
      );
    }
    try {
      await settle(running, 'The call');
    } catch (error) {
      fail(
        `The option "retry" has no effect: the call failed after one refused connection. Pass call.options to the HTTP client. Received: ${shown(error)}`,
      );
    }
  });
}
