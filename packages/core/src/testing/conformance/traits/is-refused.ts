import type { CallOptions } from '../../../contract/call-options.js';
import type { Capability, ChatFeature } from '../../../contract/capability.js';
import { isCapabilityError } from '../../../errors/guards.js';
import { ensure, shown } from '../assert.js';
import type { Bench } from '../bench.js';
import type { RoutePlan } from '../route-plan.js';
import { rejects } from './rejects.js';

/** What the matrix denies is refused, by name and before anything is sent. */
export async function checkRefusal(
  plan: RoutePlan,
  bench: Bench,
  denied: Capability | ChatFeature,
  run: (options: CallOptions) => Promise<unknown>,
): Promise<void> {
  const failing = run(plan.callOptions());
  failing.catch(() => {});
  const error = await rejects(failing, {
    after: `a request for "${denied}", which the matrix denies`,
    codes: ['capability_unsupported'],
    provider: plan.matrix.provider,
  });
  const names = isCapabilityError(error) && error.missing.some(({ feature }) => feature === denied);
  ensure(names, `The refusal of "${denied}" does not name it: ${shown(error)}`);
  ensure(bench.sent.length === 0, `"${denied}" is denied, but a request was sent.`);
}
