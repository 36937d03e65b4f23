import type { ChatFeature } from '../contract/capability.js';
import type { FieldRow } from '../validate/field-table.js';
import { CHAT_FIELDS } from '../validate/request-fields.js';

const ROWS: readonly (readonly [field: string, row: FieldRow])[] = Object.entries(CHAT_FIELDS);

/** The features that may be left out, with the field that asks for each. */
const DROPPABLE: ReadonlyMap<string, string | undefined> = new Map([
  ...ROWS.flatMap(([field, { feature, droppable }]) => (feature && droppable ? [[feature, field] as const] : [])),
  // An option asks for it: there is no field to leave out.
  ['resume', undefined],
]);

/** Returns whether a feature may be left out: sampling settings, logprobs, ttl, resume. Messages, tools, images and schemas never. */
export function isDroppable(feature: string): boolean {
  return DROPPABLE.has(feature);
}

/** Returns the request without the fields that ask for these features. */
export function dropFeatures<Request extends object>(request: Request, features: readonly ChatFeature[]): Request {
  const fields = new Set(features.map((feature) => DROPPABLE.get(feature)));
  return Object.fromEntries(Object.entries(request).filter(([field]) => !fields.has(field))) as Request;
}
