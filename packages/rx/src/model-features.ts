import type { Capability, ChatFeature, DescribeOptions, LmClient } from '@lmux/core';
import { isLmError } from '@lmux/core/web';
import { catchError, map, of, throwError, type Observable } from 'rxjs';
import { fromCall } from './from-call.js';

/** What a model supports, by the names that the capability matrix has. What is not known is absent. */
export type ModelFeatures = { readonly [Feature in Capability | ChatFeature]?: boolean | undefined };

/** Emits what a model supports, or `{}` if it cannot be described. */
export function modelFeatures(
  client: LmClient,
  model: string | undefined,
  options: DescribeOptions | undefined,
): Observable<ModelFeatures> {
  return fromCall(options, (own) => client.models.describe(model, own)).pipe(
    map(({ features }): ModelFeatures =>
      Object.fromEntries(Object.entries(features).map(([feature, fact]) => [feature, fact?.value])),
    ),
    // A page shows what may be supported. Another error is a mistake in the program.
    catchError((error: unknown) => (isLmError(error) ? of({}) : throwError(() => error))),
  );
}
