import type { JsonObject } from '../contract/json.js';
import { isObject } from '../json/read-json.js';

/** Keywords whose value has a schema for each name, so that its keys are not keywords. */
const MAPS = /* @__PURE__ */ new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']);

/** Keywords whose value is data. */
const DATA = /* @__PURE__ */ new Set(['const', 'enum', 'default', 'examples']);

/**
 * Returns a schema whose references within itself start at another place, because it becomes a part of a larger one.
 *
 * @param place The place of the schema, such as `#/properties/next`.
 */
export function rebaseReferences(schema: Record<string, unknown>, place: string): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, rebased(keyword, value, place)]),
  );
}

function rebased(keyword: string, value: unknown, place: string): unknown {
  if (DATA.has(keyword)) return value;
  if (keyword === '$ref' && typeof value === 'string' && /^#(?:\/|$)/.test(value)) return place + value.slice(1);
  if (Array.isArray(value))
    return value.map((item: unknown) => (isObject(item) ? rebaseReferences(item, place) : item));
  if (!isObject(value)) return value;
  if (!MAPS.has(keyword)) return rebaseReferences(value, place);
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, isObject(item) ? rebaseReferences(item, place) : item]),
  );
}
