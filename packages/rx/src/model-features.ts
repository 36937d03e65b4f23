import type { Capability, ChatFeature, DescribeOptions, ErrorCode, LmClient } from '@lmux/core';
import { isLmError } from '@lmux/core/web';
import { catchError, map, of, throwError, type Observable } from 'rxjs';
import { fromCall } from './from-call.js';

/** What a model supports, by the names that the capability matrix has. What is not known is absent. */
export type ModelFeatures = { readonly [Feature in Capability | ChatFeature]?: boolean | undefined };

/** Errors that are mistakes of the program, or an end that it caused. */
const OWN_ERRORS: ReadonlySet<string> = new Set<ErrorCode>([
  'invalid_request',
  'config_invalid',
  'plugin_invalid',
  'closed',
  'aborted',
]);

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
    // A page shows what may be supported.
    catchError((error: unknown) =>
      isLmError(error) && !OWN_ERRORS.has(error.code) ? of({}) : throwError(() => error),
    ),
  );
}
