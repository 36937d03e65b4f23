import { LmError } from '@lmux/core/provider';
import { isObject, readArray, readObject } from '@lmux/core/provider/json';
import type { Dialect } from './dialect.js';

type Schema = Readonly<Record<string, unknown>>;

/**
 * Keywords that strict mode rejects: https://platform.openai.com/docs/guides/structured-outputs, can1357/oh-my-pi issue 209 (`propertyNames`),
 * mastra-ai/mastra issue 23321 (`uniqueItems`), openai/openai-node pull request 1997 (`minProperties`, `prefixItems` and others).
 */
const UNSUPPORTED: ReadonlySet<string> = new Set([
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'prefixItems',
  'additionalItems',
  'unevaluatedItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
]);

/**
 * Formats that strict mode accepts (https://platform.openai.com/docs/guides/structured-outputs). The others, such as `uri`, are removed: it rejects
 * them (cyanheads/git-mcp-server issue 47).
 */
const FORMATS: ReadonlySet<unknown> = new Set([
  'date-time',
  'time',
  'date',
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
]);

/** Matches a lookaround. Strict mode rejects patterns with one (vercel/ai pull request 21037), such as that of `z.email()` in Zod 4.2. */
const LOOKAROUND = /\(\?<?[=!]/;

/** Keywords of which a schema needs one. OpenAI rejects a schema for any value. */
const KINDS = ['type', '$ref', 'anyOf', 'oneOf', 'enum', 'const'] as const;

/** Keywords that contain schemas by name. */
const NAMED: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);

/** Maximum depth of schemas within each other. A deeper schema could exhaust the stack. */
const MAX_DEPTH = 100;

/** Number of mistakes in a message. */
const MAX_SHOWN = 5;

/** Returns a part of the path to a schema. A key that does not look like the name of a field is hidden. */
function nameOf(key: string): string {
  return /^[\w$-]{1,64}$/.test(key) ? key : '***';
}

function isObjectSchema({ type, properties }: Schema): boolean {
  return type === 'object' || readArray(type).includes('object') || properties !== undefined;
}

function isArraySchema({ type }: Schema): boolean {
  return type === 'array' || readArray(type).includes('array');
}

function admitsNull(value: unknown): boolean {
  const { type, const: constant, enum: values, anyOf, oneOf } = readObject(value);
  if (type !== undefined) return type === 'null' || readArray(type).includes('null');
  return (
    constant === null ||
    readArray(values).includes(null) ||
    [anyOf, oneOf].some((list) => readArray(list).some(admitsNull))
  );
}

/** Adapts one schema and those inside it. Collects what cannot be adapted. */
class StrictAdapter {
  readonly mistakes: string[] = [];

  /** The schemas around the one that is adapted. */
  readonly #outer = new Set<unknown>();

  adapt(value: unknown, path: string): unknown {
    if (this.#outer.has(value) || this.#outer.size === MAX_DEPTH) {
      this.mistakes.push(`it contains itself, or is nested more than ${MAX_DEPTH} levels deep`);
      return value;
    }
    this.#outer.add(value);
    const adapted = this.#adapt(value, path);
    this.#outer.delete(value);
    return adapted;
  }

  #adapt(value: unknown, path: string): unknown {
    if (!isObject(value)) {
      this.#reject(path, 'is not an object with a type');
      return value;
    }
    if (!KINDS.some((kind) => kind in value) && !isObjectSchema(value)) this.#reject(path, 'has no type');
    if (isArraySchema(value) && !('items' in value)) this.#reject(path, 'is an array without "items"');
    const entries = Object.entries(value).flatMap(([key, inner]) => this.#adaptKeyword(key, inner, value, path));
    // `fromEntries` keeps a field named `__proto__`.
    const adapted = Object.fromEntries(isObjectSchema(value) ? [...entries, ...this.#closed(value, path)] : entries);
    return withLoneRef(adapted);
  }

  #adaptKeyword(key: string, inner: unknown, schema: Schema, path: string): [string, unknown][] {
    if (UNSUPPORTED.has(key)) {
      this.#reject(path, `has the keyword "${key}"`);
      return [];
    }
    // Every field is required, so that a default has no effect.
    if (key === 'default' || key === '$schema') return [];
    // The schema library of the application still checks what is removed.
    if (key === 'format' && !FORMATS.has(inner)) return [];
    if (key === 'pattern' && typeof inner === 'string' && LOOKAROUND.test(inner)) return [];
    if (isObjectSchema(schema) && (key === 'required' || key === 'additionalProperties')) return [];
    if (NAMED.has(key)) {
      const prefix = key === 'properties' ? path : `${path}${path === '' ? '' : '.'}${key}`;
      const named = Object.entries(readObject(inner)).map(([name, each]) => [
        name,
        this.adapt(each, `${prefix}${prefix === '' ? '' : '.'}${nameOf(name)}`),
      ]);
      return [[key, Object.fromEntries(named)]];
    }
    // The items beside `prefixItems` may be `false`.
    if (key === 'items') return 'prefixItems' in schema ? [] : [[key, this.adapt(inner, `${path}[]`)]];
    if (key === 'anyOf' || key === 'oneOf') {
      // "'oneOf' is not permitted": https://community.openai.com/t/932422. The application still checks that only one schema matches.
      if (key === 'oneOf' && 'anyOf' in schema) this.#reject(path, 'has the keyword "oneOf"');
      return [
        [
          'anyOf',
          readArray(inner).map((each, index) => this.adapt(each, `${path}${path === '' ? '' : '.'}${key}[${index}]`)),
        ],
      ];
    }
    return [[key, inner]];
  }

  /** Returns the keywords that close an object. A field that is optional and may be `null` becomes required. */
  #closed(schema: Schema, path: string): [string, unknown][] {
    const { additionalProperties } = schema;
    if (additionalProperties !== undefined && additionalProperties !== false) {
      this.#reject(path, 'allows further fields ("additionalProperties")');
    } else if (schema['properties'] === undefined && additionalProperties === undefined) {
      this.#reject(path, 'is an object without "properties"');
    }
    const properties = readObject(schema['properties']);
    const required = readArray(schema['required']);
    for (const [name, property] of Object.entries(properties)) {
      if (!required.includes(name) && !admitsNull(property)) {
        this.#reject(`${path}${path === '' ? '' : '.'}${nameOf(name)}`, 'is optional');
      }
    }
    return [
      ['required', Object.keys(properties)],
      ['additionalProperties', false],
    ];
  }

  #reject(path: string, mistake: string): void {
    this.mistakes.push(`${path === '' ? 'the root' : `"${path}"`} ${mistake}`);
  }
}

/** Wraps a reference that has other keywords beside it, which OpenAI rejects (langchain-ai/langchainjs issue 11381). */
function withLoneRef(schema: Record<string, unknown>): Record<string, unknown> {
  const { $ref, ...rest } = schema;
  return $ref === undefined || 'anyOf' in rest || Object.keys(rest).length === 0
    ? schema
    : { ...rest, anyOf: [{ $ref }] };
}

/**
 * Returns a schema as OpenAI's strict mode requires it, in which every object has `additionalProperties: false` and every field is required
 * (https://platform.openai.com/docs/guides/structured-outputs, vercel/ai issue 6484). A field that is optional and not nullable is
 * rejected, because the model would have to invent a value for it.
 *
 * @param where Name of the schema, for the error.
 * @throws `invalid_request` that lists what strict mode does not support.
 */
export function strictSchemaOf(schema: Schema, where: string): Record<string, unknown> {
  const adapter = new StrictAdapter();
  if (schema['type'] !== 'object' || 'anyOf' in schema || 'oneOf' in schema) {
    throw unsupported(where, ['the root is not an object. Wrap it in an object with one field']);
  }
  const adapted = adapter.adapt(schema, '') as Record<string, unknown>;
  if (adapter.mistakes.length > 0) throw unsupported(where, adapter.mistakes);
  return adapted;
}

/** Returns the schema to send: adapted to strict mode if it is `strict` and the server requires that, otherwise unchanged. */
export function sentSchema(
  schema: Schema,
  where: string,
  { strict, dialect }: { readonly strict: boolean | undefined; readonly dialect: Pick<Dialect, 'strictSchemas'> },
): Schema {
  return strict === true && dialect.strictSchemas === true ? strictSchemaOf(schema, where) : schema;
}

function unsupported(where: string, mistakes: readonly string[]): LmError {
  const more = mistakes.length > MAX_SHOWN ? `, and ${mistakes.length - MAX_SHOWN} more` : '';
  return new LmError(
    'invalid_request',
    `${where} cannot be used with "strict", because ${mistakes.slice(0, MAX_SHOWN).join(', ')}${more}. Make optional fields required and nullable, list the fields of every object, and replace the keywords, or leave "strict" unset.`,
  );
}
