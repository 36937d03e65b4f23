import type { SchemaKeywords, SchemaKind } from '../contract/capability.js';
import { isObject, readArray, readObject } from '../json/read-json.js';
import { isDisjoint } from './is-disjoint.js';
import { resolveReference } from './resolve-reference.js';

type Schema = Readonly<Record<string, unknown>>;

/** A schema that fits a route. */
export interface FittedSchema {
  readonly schema: Schema;
  /** JSON Pointers to the keywords that the route does not hold. */
  readonly unsupported: readonly string[];
  /** JSON Pointers to the strings and arrays without a maximum length. */
  readonly unbounded: readonly string[];
}

/** How a schema is fitted. */
export interface SchemaFit {
  /** The keywords that the route holds. Default: those of OpenAI's strict mode. */
  readonly keywords: SchemaKeywords | undefined;
  /** True if keywords that are not held are left out. */
  readonly leavesOut: boolean;
  /** The key of the object that is sent in place of the schema, because many servers require an object. Default: the schema is sent. */
  readonly key: string | undefined;
  /** True if a list of what the schema describes is sent. */
  readonly isList: boolean;
  /** The maximum length of the list. Default: none. */
  readonly maxElements?: number | undefined;
}

const RANGE = ['multipleOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'];

/** https://developers.openai.com/api/docs/guides/structured-outputs#supported-schemas */
const OPENAI_STRICT: SchemaKeywords = {
  $ref: [],
  anyOf: [],
  enum: [],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'minItems', 'maxItems'],
  string: ['pattern', 'format'],
  integer: RANGE,
  number: RANGE,
  boolean: [],
  null: [],
  formats: ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'],
};

/** Keywords without an effect on what is valid. They are left out, since some servers reject them. */
const ANNOTATIONS = new Set([
  ...['$schema', '$id', '$anchor', '$comment', '$defs', 'definitions', 'default', 'examples', 'deprecated'],
  ...['readOnly', 'writeOnly', 'contentMediaType', 'contentEncoding'],
]);

const TEXTS = ['title', 'description'];
/** Keywords that do not matter beside a reference. */
const IGNORED = new Set([...ANNOTATIONS, ...TEXTS]);

/** Keywords that name the kind of a schema, in order of their precedence in the grammars of llama.cpp. */
const NAMING = ['$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const'];

/** Keywords that contain a schema for each name. */
const MAPS = ['properties', 'patternProperties', 'dependentSchemas'];
/** Keywords that contain a schema or an array of them. */
const SCHEMAS = [
  ...['anyOf', 'oneOf', 'allOf', 'items', 'prefixItems', 'additionalProperties', 'not', 'if', 'then', 'else'],
  ...['contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties'],
];

/** A pattern that grammars express: it matches the whole string, and has no lookaround, references or word boundaries. */
const HELD_PATTERN = /^\^(?:[^(\\]|\((?!\?)|\\[^1-9bBkpP])*\$$/s;

function kindsOf(schema: Schema): SchemaKind[] {
  const naming = NAMING.find((keyword) => keyword in schema);
  if (naming !== undefined) return [naming === 'const' ? 'enum' : naming] as SchemaKind[];
  if ('type' in schema) return [schema['type']].flat() as SchemaKind[];
  if ('properties' in schema || 'additionalProperties' in schema) return ['object'];
  return ['items' in schema || 'prefixItems' in schema ? 'array' : 'any'];
}

/** Fits the schemas inside a schema. */
class SchemaFitter {
  readonly unsupported: string[] = [];
  readonly unbounded: string[] = [];
  readonly definitions: Record<string, unknown> = {};
  readonly #root: Schema;
  readonly #leavesOut: boolean;
  readonly #keywords: SchemaKeywords;
  /** The names of the definitions, by the references to them. */
  readonly #names = new Map<unknown, string>();
  /** The references that are being replaced by their schema. */
  readonly #open = new Set<unknown>();

  constructor(root: Schema, { keywords = OPENAI_STRICT, leavesOut }: SchemaFit) {
    this.#root = root;
    this.#keywords = keywords;
    this.#leavesOut = leavesOut;
  }

  fit(schema: unknown, path: string): unknown {
    // `true` accepts any value, as an empty schema does. `false` accepts none.
    if (schema === true) return this.fit({}, path);
    if (!isObject(schema)) {
      this.unsupported.push(path);
      return this.#leavesOut ? {} : schema;
    }
    if ('$ref' in schema) {
      const beside = Object.keys(schema).filter((keyword) => keyword !== '$ref' && !IGNORED.has(keyword));
      this.unsupported.push(...beside.map((keyword) => `${path}/${keyword}`));
      return this.#reference(schema['$ref'], path);
    }
    const kinds = kindsOf(schema);
    const fitted: Record<string, unknown> = {};
    let isNamed = kinds.some((kind) => kind in this.#keywords);
    for (const [keyword, value] of Object.entries(schema)) {
      if (ANNOTATIONS.has(keyword)) continue;
      const isHeld = this.#holds(schema, kinds, keyword);
      if (!isHeld) this.unsupported.push(`${path}/${keyword}`);
      isNamed ||= !isHeld;
      // `anyOf` allows more than `oneOf`, and more servers support it.
      if (keyword === 'oneOf') fitted['anyOf'] = this.#inside(keyword, value, path);
      else if (isHeld || !this.#leavesOut || keyword === 'type') fitted[keyword] = this.#inside(keyword, value, path);
    }
    if (!isNamed) this.unsupported.push(path);
    const isOpen = (kind: SchemaKind, ...bounds: readonly string[]): boolean =>
      kinds.includes(kind) && !bounds.some((keyword) => keyword in fitted);
    if (isOpen('string', 'maxLength', 'pattern', 'format') || isOpen('array', 'maxItems', 'prefixItems')) {
      this.unbounded.push(path);
    }
    return fitted;
  }

  /** Returns true if the route holds a keyword of a schema. */
  #holds(schema: Schema, kinds: readonly SchemaKind[], keyword: string): boolean {
    const value = schema[keyword];
    if (TEXTS.includes(keyword)) return true;
    const isListed = kinds.some((kind) => this.#keywords[kind]?.includes(keyword));
    switch (keyword) {
      case 'type':
        return !NAMING.slice(0, 4).some((naming) => naming in schema) && kinds.every((kind) => kind in this.#keywords);
      case 'anyOf':
      case 'allOf':
      case 'enum':
        return keyword in this.#keywords;
      case 'const':
        return kinds.includes('enum') && 'enum' in this.#keywords && !('enum' in schema);
      case 'oneOf':
        return 'anyOf' in this.#keywords && isDisjoint(readArray(value));
      case 'pattern':
        return isListed && HELD_PATTERN.test(String(value));
      case 'format':
        // The pattern takes precedence, and describes the format.
        return isListed && ('pattern' in schema || this.#keywords.formats?.includes(String(value)) === true);
      case 'minLength':
      case 'maxLength':
        return isListed && !['pattern', 'format'].some((other) => other in schema && this.#holds(schema, kinds, other));
      case 'required':
        return (
          isListed && readArray(value).every((name) => Object.hasOwn(readObject(schema['properties']), name as string))
        );
      default:
        return isListed;
    }
  }

  /** Fits the schemas in the value of a keyword. */
  #inside(keyword: string, value: unknown, path: string): unknown {
    const fit = (schema: unknown, ...names: readonly (string | number)[]): unknown =>
      this.fit(schema, [path, keyword, ...names.map(escapePointer)].join('/'));
    if (MAPS.includes(keyword) && isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, fit(schema, name)]));
    }
    if (!SCHEMAS.includes(keyword) || typeof value === 'boolean') return value;
    return Array.isArray(value) ? value.map((schema, index) => fit(schema, index)) : fit(value);
  }

  /** Returns a reference to the definition of a schema, or the schema itself if the route holds no references. */
  #reference(reference: unknown, path: string): unknown {
    const target = resolveReference(this.#root, reference);
    const isRecursive = this.#open.has(reference);
    if (target === undefined || isRecursive) {
      this.unsupported.push(`${path}/$ref`);
      return this.#leavesOut ? {} : { $ref: reference };
    }
    const pointer = String(reference).slice(1);
    if ('$ref' in this.#keywords) {
      const known = this.#names.get(reference);
      if (known !== undefined) return { $ref: `#/$defs/${known}` };
      const base =
        pointer
          .split('/')
          .at(-1)
          ?.replaceAll(/[^\w-]/g, '_') || 'root';
      const name = Object.hasOwn(this.definitions, base) ? `${base}_${this.#names.size}` : base;
      this.#names.set(reference, name);
      // Reserves the name, and keeps the order.
      this.definitions[name] = {};
      this.definitions[name] = this.fit(target, pointer);
      return { $ref: `#/$defs/${name}` };
    }
    this.#open.add(reference);
    const fitted = this.fit(target, pointer);
    this.#open.delete(reference);
    return fitted;
  }
}

function escapePointer(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Fits a schema to what a route holds. References in the result point to `$defs` at its root. */
export function fitSchema(schema: Schema, fit: SchemaFit): FittedSchema {
  const { key, isList, maxElements } = fit;
  const fitter = new SchemaFitter(schema, fit);
  const items = fitter.fit(schema, '');
  const { unsupported, unbounded, definitions } = fitter;
  if (isList && maxElements === undefined) unbounded.unshift('elements');
  const value = isList ? { type: 'array', items, ...(maxElements !== undefined && { maxItems: maxElements }) } : items;
  const root =
    key === undefined
      ? (value as Schema)
      : { type: 'object', properties: { [key]: value }, required: [key], additionalProperties: false };
  const hasDefinitions = Object.keys(definitions).length > 0;
  return { schema: hasDefinitions ? { ...root, $defs: definitions } : root, unsupported, unbounded };
}
