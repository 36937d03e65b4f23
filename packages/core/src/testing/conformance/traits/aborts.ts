import type { Capability } from '../../../contract/capability.js';
import { ensure } from '../assert.js';
import type { Bench } from '../bench.js';
import { countedSignal } from '../counted-signal.js';
import { bytesOf, replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { turns, until } from '../turns.js';
import { call } from '../verbs.js';
import { rejects } from './rejects.js';

const REASON = new Error('the test has had enough');

/** Aborts a call when it is where it should be, and looks at what is left. */
async function abortWhile(
  plan: RoutePlan,
  capability: Capability,
  bench: Bench,
  ready: () => Promise<unknown>,
  when: string,
): Promise<void> {
  const counted = countedSignal();
  const running = call(bench.client, capability, plan.callOptions({ signal: counted.signal }));
  running.catch(() => {});
  await ready();
  counted.abort(REASON);
  const after = `an abort ${when}`;
  const error = await rejects(running, { after, codes: ['aborted'], provider: plan.matrix.provider });
  ensure(error.cause === REASON, `After ${after}, the error's cause has to be the reason of the abort.`);
  ensure(bench.sent[0]?.cancelled === true, `After ${after}, the connection is not given up at once.`);
  await bench.tidy(`After ${after}`);
}

/** The stories of ending one kind of call from outside: before it begins, while it waits, in the middle of the answer, by `close`. */
export function* aborts(plan: RoutePlan, capability: Capability): Generator<Case> {
  const { provider } = plan.matrix;
  yield plan.case(`${capability}: an abort before it begins sends nothing`, 'hold', async (bench) => {
    const options = plan.callOptions({ signal: AbortSignal.abort(REASON) });
    await rejects(call(bench.client, capability, options), { after: 'an abort', codes: ['aborted'], provider });
    ensure(bench.sent.length === 0, 'A call whose signal was aborted already has sent a request.');
  });

  yield plan.case(`${capability}: an abort ends the wait for the answer`, 'hold', (bench) =>
    abortWhile(plan, capability, bench, () => bench.request(), 'before the answer'),
  );

  yield plan.case(`${capability}: closing the client ends the call`, 'hold', async (bench) => {
    const running = call(bench.client, capability, plan.callOptions());
    running.catch(() => {});
    await bench.request();
    await bench.close();
    await rejects(running, { after: 'client.close()', codes: ['closed'], provider });
    await bench.tidy('After client.close()');
  });

  const answer = plan.answerOf(capability);
  if (answer === undefined) return;
  const bytes = bytesOf(answer);
  const half = replyOf(answer, { body: [bytes.subarray(0, Math.floor(bytes.length / 2))], ending: 'hold' });
  yield plan.case(`${capability}: an abort ends the answer in its middle`, half, (bench) =>
    abortWhile(
      plan,
      capability,
      bench,
      async () => {
        await until(() => bench.sent.length > 0, 'The request');
        await turns();
      },
      'in the middle of the answer',
    ),
  );

  yield plan.case(
    `${capability}: leaves nothing behind`,
    () => replyOf(answer),
    async (bench) => {
      const counted = countedSignal();
      await call(bench.client, capability, plan.callOptions({ signal: counted.signal }));
      await bench.tidy('After a call that succeeded');
      ensure(
        counted.listeners === 0,
        `After a call that succeeded, ${counted.listeners} listener(s) of its signal are left.`,
      );
    },
  );
}
