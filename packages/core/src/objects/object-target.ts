import { jsonSchemaOf } from '../capability/json-schema-of.js';
import type { JsonObject } from '../contract/json.js';
import type { SchemaInput, ValidationIssue, ValidationResult } from '../contract/standard-schema.js';
import type { ObjectIssue } from '../errors/object-error.js';
import { LmError } from '../errors/lm-error.js';
import { isObject } from '../json/read-json.js';
import { localizeReferences } from './localize-references.js';
import { checkObject, shown } from '../validate/check.js';
import type { ObjectRequest } from './object-request.js';

/** What a request asks for: a schema, and the validation of a value. */
export interface ObjectTarget {
  /** The JSON Schema of the value, or of each element of a list. */
  readonly schema: JsonObject;
  /** True if the value is a list. */
  readonly isList: boolean;
  /** The key of the value in the object that the model writes. Default: the object is the value. */
  readonly key: string | undefined;
  readonly validate: (value: unknown) => Promise<Validated>;
  /** Validates one element of a list. Absent if the value is not a list. */
  readonly validateElement?: (value: unknown, index: number) => Promise<Validated>;
}

/** The validated value, or the issues. */
export type Validated =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly ObjectIssue[] };

type Validate = (value: unknown) => ValidationResult<unknown> | Promise<ValidationResult<unknown>>;

function invalidRequest(message: string): LmError {
  return new LmError('invalid_request', message);
}

/** Returns what a request asks for. Throws `invalid_request` if it asks for nothing, or for several things. */
export function targetOf(request: ObjectRequest): ObjectTarget {
  const named = (['schema', 'elements', 'choice'] as const).filter((field) => request[field] !== undefined);
  const [field] = named;
  if (field === undefined || named.length > 1) {
    throw invalidRequest(
      `The request needs exactly one of "schema", "elements" and "choice"; received ${named.length === 0 ? 'none' : named.join(' and ')}.`,
    );
  }
  if (request.maxElements !== undefined && field !== 'elements') {
    throw invalidRequest('"maxElements" is for a list. Set "elements", or remove it.');
  }
  if (request.choice !== undefined) return choiceTarget(request.choice);
  const schema = request[field] as SchemaInput;
  // The schemas of ArkType are functions.
  if (typeof schema !== 'function') checkObject(schema, `"${field}"`, 'invalid_request', 'a schema');
  const validate = validatorOf(schema, request.validate);
  const { schema: jsonSchema } = localizeReferences(jsonSchemaOf(schema, field));
  if (request.elements !== undefined) return listTarget(jsonSchema, validate, request.maxElements);
  const key = isObjectSchema(jsonSchema) ? undefined : 'value';
  return { schema: jsonSchema, isList: false, key, validate: settle(validate) };
}

/** Servers require an object at the root of the schema. */
function isObjectSchema(schema: JsonObject): boolean {
  return schema['type'] === 'object' && !('anyOf' in schema || 'oneOf' in schema || '$ref' in schema);
}

function validatorOf(schema: SchemaInput, own: Validate | undefined): Validate {
  const standard: unknown = (schema as { readonly '~standard'?: unknown })['~standard'];
  const validate = own ?? (isObject(standard) ? standard['validate'] : undefined);
  if (typeof validate === 'function') return validate as Validate;
  throw invalidRequest(
    `"validate" must be a function that validates the object, because JSON Schema does not; received ${shown(validate)}. Pass one, or use a Standard Schema such as that of Zod.`,
  );
}

/** Returns a validation whose issues have paths that consist of keys and indexes. */
function settle(validate: Validate, ...prefix: readonly (string | number)[]): ObjectTarget['validate'] {
  return async (value) => {
    const result: unknown = await validate(value);
    if (!isResult(result)) {
      throw invalidRequest(
        `"validate" must return { value }, or { issues } with an array; received ${shown(result)}. Wrap a validator that returns something else.`,
      );
    }
    if (result.issues === undefined) return result;
    return {
      issues: result.issues.map(({ message, path = [] }) => ({ message, path: [...prefix, ...path.map(keyOf)] })),
    };
  };
}

function isResult(result: unknown): result is ValidationResult<unknown> {
  return isObject(result) && (Array.isArray(result['issues']) || (result['issues'] === undefined && 'value' in result));
}

function keyOf(segment: NonNullable<ValidationIssue['path']>[number]): string | number {
  const key = typeof segment === 'object' ? segment.key : segment;
  return typeof key === 'number' ? key : String(key);
}

function listTarget(schema: JsonObject, validate: Validate, max = Infinity): ObjectTarget {
  const validateElement = async (value: unknown, index: number): Promise<Validated> =>
    index < max
      ? settle(validate, index)(value)
      : { issues: [{ path: [index], message: `Expected at most ${max} elements.` }] };
  return {
    schema,
    isList: true,
    key: 'elements',
    validateElement,
    async validate(list) {
      if (!Array.isArray(list)) return { issues: [{ path: [], message: 'Expected an array.' }] };
      const results = await Promise.all(list.map(validateElement));
      const issues = results.flatMap((result) => result.issues ?? []);
      return issues.length > 0 ? { issues } : { value: results.map((result) => (result as { value: unknown }).value) };
    },
  };
}

function isChoice(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
}

/** Describes what is wrong with the values to choose from. */
function wrongChoice(choice: unknown): string | undefined {
  if (!Array.isArray(choice)) return shown(choice);
  return choice.length === 0 ? 'an empty array' : choice.filter((value) => !isChoice(value)).map(shown)[0];
}

function choiceTarget(choice: readonly unknown[]): ObjectTarget {
  const wrong = wrongChoice(choice);
  if (wrong !== undefined) {
    throw invalidRequest(
      `"choice" must be an array of at least one string, finite number, boolean or null; received ${wrong}.`,
    );
  }
  return {
    schema: { enum: [...new Set(choice)] },
    isList: false,
    key: 'choice',
    validate: async (value) =>
      choice.includes(value)
        ? { value }
        : { issues: [{ path: [], message: `Expected one of ${JSON.stringify(choice)}.` }] },
  };
}
