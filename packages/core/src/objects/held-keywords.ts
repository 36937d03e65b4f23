import type { SchemaKeywords, SchemaKind } from '../contract/capability.js';
import { readArray, readObject } from '../json/read-json.js';
import { isDisjoint } from './is-disjoint.js';
import type { Schema } from './normalize-schema.js';
import { isSimplePattern } from './simple-pattern.js';

const RANGE = ['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

/**
 * What most servers hold, for a server that is not known: the keywords of OpenAI's structured outputs, and the lengths of strings
 * (https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas).
 */
export const COMMON: SchemaKeywords = {
  $ref: [],
  anyOf: [],
  enum: [],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems'],
  string: ['pattern', 'format', 'minLength', 'maxLength'],
  integer: RANGE,
  number: RANGE,
  boolean: [],
  null: [],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'],
};

/** Keywords that do not affect what is valid at their place. References to definitions are replaced, and some servers reject the others. */
export const PLACES = /* @__PURE__ */ new Set(['$schema', '$id', '$anchor', '$comment', '$defs', 'definitions']);

/** Keywords that do not affect what is valid. They are left out where the keywords of the server are known, since some servers reject them. */
export const ANNOTATIONS = /* @__PURE__ */ new Set([
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentMediaType',
  'contentEncoding',
]);

/** Keywords that name the kind of a schema, in order of their precedence in the grammars of llama.cpp. */
const NAMING = ['$ref', 'anyOf', 'oneOf', 'allOf', 'const', 'enum'];

/** Keywords that contain a schema for each name. */
export const MAPS = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies'];
/** Keywords that contain a schema or an array of them. */
export const SCHEMAS = [
  'anyOf',
  'oneOf',
  'allOf',
  'items',
  'prefixItems',
  'additionalItems',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
];

/** Returns true for names of properties that may be any text. Zod writes this for each record. */
export function saysNothing(keyword: string, value: unknown): boolean {
  if (keyword !== 'propertyNames' || value === false) return false;
  return Object.entries(readObject(value)).every(([name, type]) => name === 'type' && type === 'string');
}

/** The largest number in a repetition that llama.cpp's grammars accept. */
const MAX_REPETITIONS = 2000;

/** Returns the kinds of a schema, of which its values may be. */
export function kindsOf(schema: Schema): SchemaKind[] {
  const naming = NAMING.find((keyword) => keyword in schema);
  if (naming !== undefined) return [naming === 'const' ? 'enum' : naming] as SchemaKind[];
  if ('type' in schema) return [schema['type']].flat() as SchemaKind[];
  if ('properties' in schema || 'additionalProperties' in schema) return ['object'];
  return ['items' in schema || 'prefixItems' in schema ? 'array' : 'any'];
}

/** Returns true if a route holds a keyword of a schema of these kinds. */
export function isHeld(
  schema: Schema,
  kinds: readonly SchemaKind[],
  keyword: string,
  keywords: SchemaKeywords,
): boolean {
  const value = schema[keyword];
  switch (keyword) {
    case 'title':
    case 'description':
    case '$ref':
      return true;
    case 'type':
      // It has no effect together with the keywords that name another kind.
      return kinds.every((kind) => kind in keywords) && !NAMING.slice(0, 4).some((naming) => naming in schema);
    case 'anyOf':
      return kinds.includes(keyword) && keyword in keywords && readArray(value).length > 0;
    case 'oneOf':
      return kinds.includes(keyword) && 'anyOf' in keywords && isDisjoint(readArray(value));
    case 'const':
    case 'enum':
      return kinds.includes('enum') && 'enum' in keywords && (keyword === 'const' || !('const' in schema));
    case 'format':
      // Grammars know the digits of a date, but no calendar.
      return (
        kinds.includes('string') &&
        isSentFormat(value, keywords) &&
        (keywords.simplePatterns !== true || !String(value).startsWith('date'))
      );
    default:
      return kinds.some((kind) => keywords[kind]?.includes(keyword)) && isHeldValue(schema, keyword, keywords);
  }
}

/** Returns true if a value of `format` has an effect. */
export function isSentFormat(format: unknown, keywords: SchemaKeywords): boolean {
  return keywords.formats?.includes(String(format)) === true;
}

/** Returns true if a keyword that is listed has an effect with its value, and together with the others. */
function isHeldValue(schema: Schema, keyword: string, keywords: SchemaKeywords): boolean {
  const value = schema[keyword];
  const { properties, pattern, format } = schema;
  switch (keyword) {
    case 'pattern':
      return keywords.simplePatterns !== true || isSimplePattern(String(value));
    case 'required':
      return readArray(value).every((name) => Object.hasOwn(readObject(properties), String(name)));
    case 'additionalProperties':
      return (value === false || properties === undefined) && !('patternProperties' in schema);
    case 'minLength':
    case 'maxLength':
      return (
        Number(value) <= MAX_REPETITIONS &&
        !isSentFormat(format, keywords) &&
        (pattern === undefined || !isHeldValue(schema, 'pattern', keywords))
      );
    case 'minItems':
    case 'maxItems':
      return Number(value) <= MAX_REPETITIONS && !('prefixItems' in schema);
    case 'items':
      return !('prefixItems' in schema);
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return (
        typeof value === 'number' && (Math.abs(value) <= Number.MAX_SAFE_INTEGER || keywords.simplePatterns !== true)
      );
    default:
      return true;
  }
}
