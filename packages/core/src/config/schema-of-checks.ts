import {
  isString,
  isBoolean,
  isNonNegative,
  isCount,
  isPositiveInteger,
  isObject,
  isArray,
  type Check,
  type Checks,
} from '../validate/check.js';
import { isFalse, isLimit, isMaxConcurrent, isRange, isTag } from '../validate/config-fields.js';
import { isEnvReference, isTextOrReference, isToken } from './lmux-config-fields.js';

/** A part of a JSON Schema. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** The description of a field, and schemas of its strings, objects or lists that are more precise than its check. */
export interface FieldInfo {
  readonly description: string;
  readonly text?: Schema;
  readonly object?: Schema;
  readonly list?: Schema;
}

/** One entry for each field. A missing or additional one does not compile. */
export type Fields<Settings> = { readonly [Key in keyof Settings]-?: FieldInfo };

/** Returns a reference to a definition of the schema. */
export const definition = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

const WHOLE = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

const SCHEMAS = new Map<Check, Schema>([
  [isString, { type: 'string' }],
  [isBoolean, { type: 'boolean' }],
  [isTag, { type: 'string', pattern: '^\\S([\\s\\S]*\\S)?$' }],
  [isFalse, { const: false }],
  [isNonNegative, { type: 'number', minimum: 0 }],
  [isCount, { ...WHOLE, minimum: 0 }],
  [isPositiveInteger, WHOLE],
  [isLimit, WHOLE],
  // The check also accepts Infinity, which JSON does not have.
  [isMaxConcurrent, WHOLE],
  [isRange, { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 }],
  [isObject, { type: 'object' }],
  [isArray, { type: 'array' }],
  [isEnvReference, definition('environmentReference')],
]);

/** Returns the schema of the values that a check accepts. */
function schemaOf(check: Check, info: FieldInfo): Schema {
  // A file cannot contain the function that code may pass.
  const { words, anyOf } = check === isToken ? isTextOrReference : check;
  if (anyOf !== undefined) return { anyOf: anyOf.map((one) => schemaOf(one, info)) };
  if (words !== undefined) return { enum: words };
  const own = new Map([
    [isString, info.text],
    [isObject, info.object],
    [isArray, info.list],
  ]).get(check);
  const schema = own ?? SCHEMAS.get(check);
  if (schema === undefined)
    throw new Error('A check of the configuration has no JSON Schema. Add one in schema-of-checks.ts.');
  return schema;
}

/** Returns the schema of an object with these fields and no others. */
export function objectOf<Settings extends Checks>(checks: Settings, fields: Fields<Settings>): Schema {
  const properties = Object.entries(checks).map(([key, check]) => {
    const info: FieldInfo = fields[key as keyof Settings];
    return [key, { description: info.description, ...schemaOf(check, info) }];
  });
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}
