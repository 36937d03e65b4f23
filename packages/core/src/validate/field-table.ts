import type { ChatFeature } from '../contract/capability.js';
import type { Check, Checks } from './check.js';

/** What holds for one field of a request. */
export interface FieldRow<Value = never> {
  /** The values that it may have. */
  readonly check: Check;
  /** The feature that a request asks for by setting the field. Default: none; every route accepts it. */
  readonly feature?: ChatFeature;
  /** Whether a value asks for the feature. Default: every value does. */
  requires?(value: Value): boolean;
  /** Whether the field may be left out, without changing what the request is about, where a route lacks the feature. */
  readonly droppable?: true;
}

/** One row for each field of a request: a missing or surplus row does not compile. */
export type FieldTable<Request> = { readonly [Field in keyof Request]-?: FieldRow<NonNullable<Request[Field]>> };

/** One check for each key of an object: a missing or surplus one does not compile. */
export type ChecksOf<Settings> = { readonly [Key in keyof Settings]-?: Check };

/** Returns the checks of a table's fields. */
export function checksOf(table: { readonly [field: string]: FieldRow }): Checks {
  return Object.fromEntries(Object.entries(table).map(([field, { check }]) => [field, check]));
}
