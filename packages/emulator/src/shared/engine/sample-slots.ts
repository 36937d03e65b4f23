import { isRecord } from '../json/read-json.js';
import type { JsonPath } from './json-draft.js';

/** A value in a sample that a better one may replace. */
export interface SampleSlot {
  readonly path: JsonPath;
  /** Name of the property that contains the value, or the array with the value. */
  readonly name: string;
  readonly value: unknown;
}

/** Returns every value in a JSON value. Objects and arrays follow their items. */
export function sampleSlots(value: unknown, path: JsonPath = [], name = 'value'): SampleSlot[] {
  const items = Array.isArray(value)
    ? value.flatMap((item: unknown, index) => sampleSlots(item, [...path, index], name))
    : isRecord(value)
      ? Object.entries(value).flatMap(([key, item]) => sampleSlots(item, [...path, key], key))
      : [];
  return [...items, { path, name, value }];
}
