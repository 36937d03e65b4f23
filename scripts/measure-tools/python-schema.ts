import type { JsonObject } from '@lmux/core';

/** Types of Python, as the functions of the Berkeley Function Calling Leaderboard have them, with the types of JSON Schema. */
const TYPES: Readonly<Record<string, string>> = {
  dict: 'object',
  float: 'number',
  int: 'integer',
  str: 'string',
  bool: 'boolean',
  list: 'array',
  set: 'array',
  tuple: 'array',
  NoneType: 'null',
};

/** The types of JSON Schema. */
const JSON_TYPES = new Set(['object', 'number', 'integer', 'string', 'boolean', 'array', 'null']);

/** Keywords with the same meaning in both. Others, such as `optional`, are left out. */
const KEPT = [
  'description',
  'enum',
  'default',
  'required',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
] as const;

/** Returns the JSON Schema of a type in Python. A type without a counterpart, such as `any`, allows any value. */
export function toJsonSchema(type: unknown): JsonObject {
  if (!isObject(type)) return {};
  const given = String(type['type']);
  const mapped = TYPES[given] ?? (JSON_TYPES.has(given) ? given : undefined);
  const { properties, items, additionalProperties } = type;
  return {
    ...(mapped !== undefined && { type: mapped }),
    ...Object.fromEntries(KEPT.flatMap((key) => (type[key] === undefined ? [] : [[key, type[key]]]))),
    ...(isObject(properties) && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, toJsonSchema(part)])),
    }),
    ...(isObject(items) && { items: toJsonSchema(items) }),
    ...(isObject(additionalProperties) && { additionalProperties: toJsonSchema(additionalProperties) }),
  };
}

/** Returns true for an object that is not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
