import type { Operation } from '../../../contract/capability.js';
import type { Warning } from '../../../contract/warning.js';
import { ensure, shown } from '../checks/assert.js';
import { flushEventLoop } from '../harness/event-loop.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** Operations whose response has warnings. */
const WITH_WARNINGS = new Set<Operation>(['chat', 'chat.stream', 'completion', 'completion.stream', 'embedding']);

const WARNING: Warning = { code: 'conformance', message: 'A warning of the conformance suite.' };

/**
 * Creates the cases of rules that an application cannot observe, because the client enforces them. The spy observes
 * them between client and provider.
 */
export function* contractCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  for (const capability of tested) {
    const response = plan.responseOf(capability);
    if (response === undefined) continue;
    const fake = fakeResponseOf(response);
    yield plan.case(`${capability}: does not change its request`, fake, async (harness) => {
      await plan.call(harness, capability).catch(() => {});
      const changed = harness.spy.changed();
      ensure(changed.length === 0, `${changed.join(' ')} Requests are read-only. Copy what you need to change.`);
    });
    yield plan.case(`${capability}: follows the provider contract`, fake, async (harness) => {
      await plan.call(harness, capability).catch(() => {});
      harness.respondWith({ status: 500, json: { error: { message: 'internal error' } } });
      await plan.call(harness, capability).catch(() => {});
      await flushEventLoop();
      ensure(
        harness.spy.faults.length === 0,
        `The provider violates the contract of its methods: ${[...new Set(harness.spy.faults)].join('. ')}.`,
      );
    });
    if (!WITH_WARNINGS.has(capability)) continue;
    yield plan.case(`${capability}: includes the planner's warnings`, fake, async (harness) => {
      harness.spy.warnings = [WARNING];
      const { warnings } = (await plan.call(harness, capability)) as { readonly warnings: readonly Warning[] };
      // The spy sees nothing of a client that the factory created.
      if (harness.spy.provider === undefined) return;
      const included = warnings.some(({ code }) => code === WARNING.code);
      ensure(
        included,
        `The response must include the warnings of the call; received ${shown(warnings)}. Add ProviderCall.warnings to "warnings".`,
      );
    });
  }
}
