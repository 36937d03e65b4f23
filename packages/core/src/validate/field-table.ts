import type { ChatFeature } from '../contract/capability.js';
import type { Check, Checks } from './check.js';

/** The properties of one request field. */
export interface FieldRow<Value = never> {
  /** Check of the field's value. */
  readonly check: Check;
  /** Feature that the field requires. Default: none, so every route accepts the field. */
  readonly feature?: ChatFeature;
  /** Returns true if a value requires the feature. Default: every value does. */
  requires?(value: Value): boolean;
  /** Set to true if the field may be dropped for a route that lacks the feature, because the request stays meaningful without it. */
  readonly droppable?: true;
}

/** One row for each field of a request. A missing or additional row does not compile. */
export type FieldTable<Request> = { readonly [Field in keyof Request]-?: FieldRow<NonNullable<Request[Field]>> };

/** One check for each key of an object. A missing or additional one does not compile. */
export type ChecksOf<Settings> = { readonly [Key in keyof Settings]-?: Check };

/** Returns the checks of all fields of a table. */
export function checksOf(table: { readonly [field: string]: FieldRow }): Checks {
  return Object.fromEntries(Object.entries(table).map(([field, { check }]) => [field, check]));
}
