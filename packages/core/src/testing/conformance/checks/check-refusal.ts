import type { CallOptions } from '../../../contract/call-options.js';
import type { Capability, ChatFeature } from '../../../contract/capability.js';
import { isCapabilityError } from '../../../errors/guards.js';
import type { Harness } from '../harness/harness.js';
import type { RoutePlan } from '../route-plan.js';
import { ensure, shown } from './assert.js';
import { expectFailure } from './check-failure.js';

/**
 * Throws unless a call that needs a denied capability or feature is refused before anything is sent, with an error that
 * names it.
 */
export async function checkRefusal(
  plan: RoutePlan,
  harness: Harness,
  denied: Capability | ChatFeature,
  run: (options: CallOptions) => Promise<unknown>,
): Promise<void> {
  const failing = run(plan.callOptions());
  failing.catch(() => {});
  const error = await expectFailure(failing, {
    after: `a request for "${denied}", which the matrix denies`,
    codes: ['capability_unsupported'],
    provider: plan.matrix.provider,
  });
  const names = isCapabilityError(error) && error.missing.some(({ feature }) => feature === denied);
  ensure(names, `The "missing" list of the error must contain "${denied}"; received the error ${shown(error)}`);
  ensure(
    harness.sent.length === 0,
    `The matrix denies "${denied}", but a request was sent. Refuse it before sending, or declare it in the matrix.`,
  );
}
