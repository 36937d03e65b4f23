import type { Capability } from '../../../contract/capability.js';
import type { Warning } from '../../../contract/warning.js';
import { ensure, shown } from '../assert.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { settle, turns } from '../turns.js';
import { call } from '../verbs.js';

/** Calls whose answer has warnings. */
const WARNED = new Set<Capability>(['chat', 'chat.stream', 'completion', 'completion.stream', 'embedding']);

const WARNING: Warning = { code: 'conformance', message: 'A warning of the conformance suite.' };

interface Warned {
  readonly warnings: readonly Warning[];
}

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
    if (!WARNED.has(capability)) continue;
    yield plan.case(
      `${capability}: hands on what the planner warns of`,
      () => replyOf(answer),
      async (bench) => {
        bench.tap.warnings = [WARNING];
        const { warnings } = (await settle(call(bench.client, capability, plan.callOptions()), 'The call')) as Warned;
        // Around a client made by hand there is no tap.
        if (bench.tap.provider === undefined) return;
        const told = warnings.some(({ code }) => code === WARNING.code);
        ensure(told, `The call had a warning, but warnings are ${shown(warnings)}; put ProviderCall.warnings in.`);
      },
    );
  }
}
