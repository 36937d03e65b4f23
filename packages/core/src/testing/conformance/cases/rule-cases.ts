import type { Capability } from '../../../contract/capability.js';
import { ensure } from '../assert.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { settle, turns } from '../turns.js';
import { call } from '../verbs.js';

/** Rules that a client hides from its user, seen where the provider hands over. */
export function* ruleCases(plan: RoutePlan, tried: readonly Capability[]): Generator<Case> {
  for (const capability of tried) {
    const answer = plan.answerOf(capability);
    if (answer === undefined) continue;
    yield plan.case(
      `${capability}: leaves its request as it was`,
      () => replyOf(answer),
      async (bench) => {
        await settle(call(bench.client, capability, plan.callOptions()), 'The call').catch(() => {});
        const changed = bench.tap.changed();
        ensure(changed.length === 0, changed.join(' '));
      },
    );
    yield plan.case(
      `${capability}: keeps the rules of a provider`,
      () => replyOf(answer),
      async (bench) => {
        await settle(call(bench.client, capability, plan.callOptions()), 'The call').catch(() => {});
        bench.answers({ status: 500, json: { error: { message: 'it broke' } } });
        await settle(call(bench.client, capability, plan.callOptions()), 'The call').catch(() => {});
        await turns();
        ensure(bench.tap.faults.length === 0, `${bench.tap.faults.join('. ')}.`);
      },
    );
  }
}
