import type { ChatFeature, RouteCapabilities } from '../contract/capability.js';
import type { FieldRow } from '../validate/field-table.js';
import { CHAT_FIELDS } from '../validate/request-fields.js';
import { supportOf } from './support.js';

const ROWS: readonly (readonly [field: string, row: FieldRow])[] = Object.entries(CHAT_FIELDS);

/** The features that may be dropped, each with the request field that requires it. */
const DROPPABLE: ReadonlyMap<string, string | undefined> = new Map([
  ...ROWS.flatMap(([field, { feature, droppable }]) => (feature && droppable ? [[feature, field] as const] : [])),
  // Requested by a call option, so there is no request field to remove.
  ['resume', undefined],
]);

/** Returns true if a feature may be dropped: sampling settings, logprobs, ttl, resume. Messages, tools, images and schemas are never dropped. */
export function isDroppable(feature: string): boolean {
  return DROPPABLE.has(feature);
}

/** Returns a copy of the request without the fields that require these features. */
export function dropFeatures<Request extends object>(request: Request, features: readonly ChatFeature[]): Request {
  const fields = new Set(features.map((feature) => DROPPABLE.get(feature)));
  return Object.fromEntries(Object.entries(request).filter(([field]) => !fields.has(field))) as Request;
}

/** Returns the request without the `toolChoice` `auto` if the route has no field for it. The route does what `auto` says. */
export function withoutImpliedChoice<Request extends object>(
  request: Request,
  cells: RouteCapabilities | undefined,
): Request {
  const isImplied = 'toolChoice' in request && request.toolChoice === 'auto' && supportOf(cells?.toolChoice) === 'no';
  return isImplied ? { ...request, toolChoice: undefined } : request;
}
