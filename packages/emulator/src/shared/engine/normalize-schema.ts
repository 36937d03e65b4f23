import { isRecord } from '../json/read-json.js';

/** Keywords whose value is a schema or a list of schemas. */
const SCHEMAS = new Set([
  'items',
  'prefixItems',
  'additionalItems',
  'contains',
  'unevaluatedItems',
  'additionalProperties',
  'unevaluatedProperties',
  'propertyNames',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
]);

/** Keywords whose value maps names to schemas. */
const SCHEMA_MAPS = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
]);

/**
 * Returns a schema in the form of draft 2020-12. TypeBox and the draft 7 output of Zod and Valibot write tuples with a list in `items`, which
 * `prefixItems` replaced.
 */
export function normalizeSchema<Schema>(schema: Schema): Schema;
export function normalizeSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item: unknown) => normalizeSchema(item));
  if (!isRecord(schema)) return schema;
  const {
    items,
    additionalItems,
    $schema: _draft,
    ...rest
  } = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, normalizeKeyword(key, value)]));
  if (Array.isArray(items)) {
    return { ...rest, prefixItems: items, ...(additionalItems !== undefined && { items: additionalItems }) };
  }
  return items === undefined ? rest : { ...rest, items };
}

function normalizeKeyword(key: string, value: unknown): unknown {
  if (SCHEMAS.has(key)) return normalizeSchema(value);
  if (!SCHEMA_MAPS.has(key) || !isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, normalizeSchema(schema)]));
}
