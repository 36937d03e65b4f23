import type { Capability } from '../../../contract/capability.js';
import { LmError } from '../../../errors/lm-error.js';
import { ensure, fail, shown } from '../assert.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { settle, turns } from '../turns.js';
import { call } from '../verbs.js';
import { rejects } from './rejects.js';

/** Calls that must never be sent twice. */
const ONCE = new Set<Capability>(['models.load', 'models.download']);

const LIMIT_MS = 1000;

/** A connection that never stood: sending again is harmless, for what may be sent again at all. */
function refused(): LmError {
  return new LmError('connection_failed', 'The connection was refused (scripted).', { retryable: true });
}

function* clocks(plan: RoutePlan, capability: Capability): Generator<Case> {
  const { provider } = plan.matrix;
  yield plan.case(`${capability}: heeds timeouts.firstByte`, 'hold', async (bench) => {
    const running = call(bench.client, capability, plan.callOptions({ timeouts: { firstByte: LIMIT_MS } }));
    running.catch(() => {});
    await bench.request();
    await turns();
    bench.clock.advance(LIMIT_MS);
    await rejects(running, { after: 'silence', codes: ['first_byte_timeout'], provider });
    await bench.tidy('After a timeout');
  });

  const answer = plan.answerOf(capability);
  if (answer === undefined) return;
  const begun = replyOf(answer, { body: [], ending: 'hold' });
  yield plan.case(`${capability}: heeds timeouts.idle`, begun, async (bench) => {
    const running = call(bench.client, capability, plan.callOptions({ timeouts: { idle: LIMIT_MS } }));
    running.catch(() => {});
    await bench.request();
    await turns();
    bench.clock.advance(LIMIT_MS);
    await rejects(running, { after: 'silence in the answer', codes: ['idle_timeout'], provider });
    await bench.tidy('After a timeout');
  });
}

/** The stories of the settings of a call: headers, clocks, repeats. They reach the wire only if the provider hands them on. */
export function* heedsOptions(plan: RoutePlan, capability: Capability): Generator<Case> {
  const { provider } = plan.matrix;
  yield* clocks(plan, capability);

  yield plan.case(`${capability}: a connection that cannot be made`, refused(), async (bench) => {
    const running = call(bench.client, capability, plan.callOptions());
    await rejects(running, { after: 'a refused connection', codes: ['connection_failed'], provider });
    await bench.tidy('After a refused connection');
  });

  const answer = plan.answerOf(capability);
  if (answer === undefined) return;
  yield plan.case(
    `${capability}: sends the headers of the call`,
    () => replyOf(answer),
    async (bench) => {
      await settle(
        call(bench.client, capability, plan.callOptions({ headers: { 'X-Conformance': 'yes' } })),
        'The call',
      );
      const sent = bench.sent.find(({ headers }) => headers['x-conformance'] === 'yes');
      ensure(sent !== undefined, 'options.headers are not sent; hand call.options to the wire client.');
    },
  );

  const once = ONCE.has(capability);
  const name = once ? 'is never sent twice' : 'is sent again where that is harmless';
  yield plan.case(`${capability}: ${name}`, 'hold', async (bench) => {
    bench.answers(() => (bench.sent.length === 1 ? refused() : replyOf(answer)));
    const options = plan.callOptions({ retry: { maxRetries: 1, baseDelayMs: 0 } });
    const running = call(bench.client, capability, options);
    if (once) {
      await rejects(running, { after: 'a refused connection', codes: ['connection_failed'], provider });
      return ensure(bench.sent.length === 1, `The request was sent ${bench.sent.length} times.`);
    }
    try {
      await settle(running, 'The call');
    } catch (error) {
      fail(`options.retry is not heeded: after one refused connection the call failed with ${shown(error)}`);
    }
  });
}
