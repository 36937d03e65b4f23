import type { LoadProgress } from '../../../contract/model.js';
import { conformanceValues } from '../conformance-values.js';
import { ensure, shown } from '../checks/assert.js';
import { settle } from '../harness/event-loop.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const { model } = conformanceValues;

/** Creates the case of the progress of a load: `onProgress` is called exactly if the matrix declares it, with fractions that do not decrease. */
export function* loadCases(plan: RoutePlan): Generator<Case> {
  const response = plan.responseOf('models.load');
  if (response === undefined) return;
  const support = plan.supportOf('models.loadProgress');
  yield plan.case('models.load: reports progress as the matrix declares', fakeResponseOf(response), async (harness) => {
    const steps: LoadProgress[] = [];
    const options = { ...plan.callOptions(), onProgress: (step: LoadProgress) => void steps.push(step) };
    const { warnings } = await settle(harness.client.models.load({ model }, options), 'The load');
    const fractions = steps.map(({ fraction }) => fraction);
    ensure(
      fractions.every((fraction, index) => fraction >= (fractions[index - 1] ?? 0) && fraction <= 1),
      `The fractions of a load must not decrease and be from 0 to 1; received ${shown(fractions)}.`,
    );
    if (support === 'yes') {
      ensure(
        fractions.length > 0,
        'The matrix declares "models.loadProgress", but onProgress was not called. Report the progress that the server sends, or declare "no".',
      );
    }
    if (support !== 'no') return;
    ensure(
      fractions.length === 0,
      'The matrix denies "models.loadProgress", but onProgress was called. Declare "yes" or "unknown".',
    );
    ensure(
      warnings.some(({ feature }) => feature === 'models.loadProgress'),
      `The loaded model must have the warning that nothing reports progress; received ${shown(warnings)}.`,
    );
  });
}
