import type { Capability } from '../../../contract/capability.js';
import type { Warning } from '../../../contract/warning.js';
import { ensure, shown } from '../checks/assert.js';
import { flushEventLoop } from '../harness/event-loop.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

/** Operations whose response has warnings. */
const WITH_WARNINGS = new Set<Capability>(['chat', 'chat.stream', 'completion', 'completion.stream', 'embedding']);

const WARNING: Warning = { code: 'conformance', message: 'A warning of the conformance suite.' };

/** The rules that the client hides from its user. The spy sees them between client and provider. */
export function* contractCases(plan: RoutePlan, tested: readonly Capability[]): Generator<Case> {
  for (const capability of tested) {
    const response = plan.responseOf(capability);
    if (response === undefined) continue;
    const fake = fakeResponseOf(response);
    yield plan.case(`${capability}: does not change its request`, fake, async (harness) => {
      await plan.call(harness, capability).catch(() => {});
      const changed = harness.spy.changed();
      ensure(changed.length === 0, changed.join(' '));
    });
    yield plan.case(`${capability}: follows the provider contract`, fake, async (harness) => {
      await plan.call(harness, capability).catch(() => {});
      harness.respondWith({ status: 500, json: { error: { message: 'internal error' } } });
      await plan.call(harness, capability).catch(() => {});
      await flushEventLoop();
      ensure(harness.spy.faults.length === 0, `${harness.spy.faults.join('. ')}.`);
    });
    if (!WITH_WARNINGS.has(capability)) continue;
    yield plan.case(`${capability}: includes the planner's warnings`, fake, async (harness) => {
      harness.spy.warnings = [WARNING];
      const { warnings } = (await plan.call(harness, capability)) as { readonly warnings: readonly Warning[] };
      // There is no spy around a client that the factory made.
      if (harness.spy.provider === undefined) return;
      const included = warnings.some(({ code }) => code === WARNING.code);
      ensure(included, `The call had a warning, but warnings are ${shown(warnings)}; add ProviderCall.warnings.`);
    });
  }
}
