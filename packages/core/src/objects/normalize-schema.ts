import { readArray, readNumber, readObject } from '../json/read-json.js';
import { simplifyPattern } from './simple-pattern.js';

export type Schema = Readonly<Record<string, unknown>>;

/** Returns an equivalent schema with keywords that more servers hold. */
export function normalizeSchema(schema: Schema): Schema {
  return withItems(withIntegerRange(withSimplePattern(withRequiredProperties(withMergedBranches(schema)))));
}

/** Merges the branches of an `allOf` and what is next to it, if all are objects with different properties. */
function withMergedBranches(schema: Schema): Schema {
  const { allOf, ...others } = schema;
  if (!Array.isArray(allOf)) return schema;
  const branches = [others, ...(allOf as unknown[])].map(readObject);
  const names = branches.flatMap(({ properties }) => Object.keys(readObject(properties)));
  const isObjectBranch = (branch: Schema, index: number): boolean =>
    branch['type'] === 'object' || (index === 0 && branch['type'] === undefined && branches.length > 1);
  const canMerge = branches.every(
    (branch, index) => isObjectBranch(branch, index) && Object.keys(branch).every(isMerged),
  );
  if (!canMerge || new Set(names).size < names.length) return schema;
  return {
    ...others,
    type: 'object',
    properties: Object.fromEntries(branches.flatMap(({ properties }) => Object.entries(readObject(properties)))),
    required: [...new Set(branches.flatMap(({ required }) => readArray(required)))],
  };
}

/** Gives an object a property of any value for each required name without one. Grammars hold it only to names that have a schema. */
function withRequiredProperties(schema: Schema): Schema {
  const { type, properties, required, additionalProperties, patternProperties } = schema;
  if (type !== 'object' || additionalProperties !== undefined || patternProperties !== undefined) return schema;
  const names = readArray(required).filter((name) => !Object.hasOwn(readObject(properties), String(name)));
  if (names.length === 0) return schema;
  const added = Object.fromEntries(names.map((name) => [String(name), {}]));
  return { ...schema, properties: { ...readObject(properties), ...added } };
}

function isMerged(keyword: string): boolean {
  return ['type', 'properties', 'required', 'title', 'description', '$defs', 'definitions', '$schema'].includes(
    keyword,
  );
}

function withSimplePattern(schema: Schema): Schema {
  const { pattern } = schema;
  return typeof pattern === 'string' ? { ...schema, pattern: simplifyPattern(pattern) } : schema;
}

/**
 * Gives an integer both bounds, as integers. llama.cpp's grammars for a single bound accept numbers outside of it, such as 10 for a minimum of
 * 100, and Ollama cuts off fractions.
 */
function withIntegerRange(schema: Schema): Schema {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, ...others } = schema;
  const given = [minimum, exclusiveMinimum, maximum, exclusiveMaximum];
  const bounds = given.map(readNumber);
  const [min = -Infinity, above = -Infinity, max = Infinity, below = Infinity] = bounds;
  const types = new Set([schema['type']].flat());
  const isInteger = types.has('integer') && !types.has('number');
  // Before draft 6, an exclusive bound is a boolean.
  if (given.some((bound, index) => bound !== bounds[index])) return schema;
  if (!isInteger || bounds.every((bound) => bound === undefined)) return schema;
  const limit = Number.MAX_SAFE_INTEGER;
  const lower = Math.max(-limit, Math.ceil(min), Math.floor(above) + 1);
  const upper = Math.min(limit, Math.floor(max), Math.ceil(below) - 1);
  // Greater numbers are not exact, and not held.
  return lower > limit || upper < -limit ? schema : { ...others, minimum: lower, maximum: upper };
}

/** Removes what a tuple implies, since grammars give it exactly as many items as it has schemas. Gives items to other arrays, whose length Ollama ignores without. */
function withItems(schema: Schema): Schema {
  const { prefixItems, items, minItems, maxItems, ...others } = schema;
  if (!Array.isArray(prefixItems)) {
    return [schema['type']].flat().includes('array') && items === undefined && (minItems ?? maxItems) !== undefined
      ? { ...schema, items: {} }
      : schema;
  }
  const { length } = prefixItems;
  const counts = [minItems, maxItems].map(readNumber);
  const isExact = counts.every((count = length) => count === length) && (items === undefined || items === false);
  return isExact ? { ...others, prefixItems } : schema;
}

/** The keywords of a minimum, and those of its maximum. */
const RANGES = [
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minimum', 'maximum'],
] as const;

/**
 * Returns why no value matches a schema, if none does: an empty `enum`, or a minimum that exceeds its maximum. Ollama writes broken JSON for the first,
 * and llama-server takes all memory of its machine for the second.
 */
export function findContradiction(schema: Schema): string | undefined {
  if (Array.isArray(schema['enum']) && schema['enum'].length === 0) return '"enum" is empty';
  const range = RANGES.find(
    ([min, max]) => (readNumber(schema[min]) ?? -Infinity) > (readNumber(schema[max]) ?? Infinity),
  );
  return range && `"${range[0]}" exceeds "${range[1]}"`;
}
