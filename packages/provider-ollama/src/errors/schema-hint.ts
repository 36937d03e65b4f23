import { isObject, readObject, readText } from '@lmux/core/provider/json';

/** The message of Ollama about a schema that it cannot convert to a grammar. It does not tell why. */
export const INVALID_SCHEMA = /^invalid (json schema in format|format: )/i;

const TYPES = new Set<unknown>(['object', 'array', 'string', 'integer', 'number', 'boolean', 'null']);

/** Keywords that make a type unnecessary. */
const UNTYPED = ['const', 'enum', 'properties', 'allOf', 'items', 'prefixItems', 'pattern'];

/** The formats that make a type unnecessary. */
const FORMATS = /^(uuid[1-5]?|date|time|date-time)$/;

/** Maximum number of keywords that an error names. */
const MAX_NAMES = 5;

/** The names of keywords. An object of the user that is not a schema may have any keys. */
const KEYWORD = /^\$?[a-z]{1,30}$/i;

/** Returns the members of an object or array. */
function membersOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** Finds the keywords of a schema that Ollama 0.17.4 rejects, in the order of its converter (llama.cpp's common/json-schema-to-grammar.cpp). */
class RejectedKeywords {
  readonly names = new Set<string>();
  readonly #root: unknown;

  constructor(root: unknown) {
    this.#root = root;
    this.#visitRefs(root);
    this.#visit(root);
  }

  /** References are resolved in the whole document, even in definitions that are not used. */
  #visitRefs(value: unknown): void {
    const ref = readText(readObject(value)['$ref']);
    if (ref === undefined) membersOf(value).forEach((child) => this.#visitRefs(child));
    else if (!ref.startsWith('https://') && !this.#resolves(ref)) this.names.add('$ref');
  }

  #resolves(ref: string): boolean {
    if (!ref.startsWith('#/')) return false;
    let target = this.#root;
    for (const part of ref.slice(2).split('/')) {
      if (typeof target !== 'object' || target === null || !Object.hasOwn(target, part)) return false;
      target = (target as Readonly<Record<string, unknown>>)[part];
    }
    return true;
  }

  #visit(schema: unknown): void {
    if (!isObject(schema)) {
      this.names.add(typeof schema === 'boolean' ? String(schema) : typeof schema);
      return;
    }
    const union = schema['oneOf'] ?? schema['anyOf'];
    if ('$ref' in schema) return;
    if (union !== undefined) this.#visitAll(union);
    else this.#visitTyped(schema);
  }

  #visitTyped(schema: Readonly<Record<string, unknown>>): void {
    const { type, items, pattern } = schema;
    const types = Array.isArray(type) ? type : [type];
    if (type !== undefined && !types.every((one) => TYPES.has(one))) this.names.add('type');
    const isUnknown = type === undefined && Object.keys(schema).length > 0 && !isTold(schema);
    if (isUnknown) Object.keys(schema).forEach((key) => this.names.add(key));
    if ('const' in schema || 'enum' in schema) return;
    if (typeof pattern === 'string' && !/^\^[\s\S]*\$$/.test(pattern)) this.names.add('pattern');
    this.#visitAll(readObject(schema['properties']));
    if (isObject(schema['additionalProperties'])) this.#visit(schema['additionalProperties']);
    if (items === undefined) this.#visitAll(schema['prefixItems']);
    else if (Array.isArray(items)) this.#visitAll(items);
    else this.#visit(items);
  }

  #visitAll(schemas: unknown): void {
    membersOf(schemas).forEach((schema) => this.#visit(schema));
  }
}

/** True if the converter knows the kind of a schema that has no type. */
function isTold(schema: Readonly<Record<string, unknown>>): boolean {
  const { additionalProperties: additional, format } = schema;
  if (additional !== undefined && additional !== true) return true;
  return UNTYPED.some((key) => key in schema) || FORMATS.test(readText(format) ?? '');
}

/** Returns the schema of a request to either API. */
function schemaOf(requestBody: unknown): unknown {
  const { format, response_format: response } = readObject(requestBody);
  return format ?? readObject(readObject(response)['json_schema'])['schema'];
}

/** Returns the next step after an error about the schema, with the keywords that Ollama rejects. */
export function schemaHint(said: string, requestBody: unknown): string | undefined {
  const schema = schemaOf(requestBody);
  if (!INVALID_SCHEMA.test(said) || !isObject(schema)) return undefined;
  const names = [...new RejectedKeywords(schema).names]
    .filter((name) => KEYWORD.test(name))
    .slice(0, MAX_NAMES)
    .map((name) => `"${name}"`);
  if (names.length === 0) return 'Simplify the schema.';
  return `Ollama cannot convert ${names.join(', ')} in this schema. Leave out these keywords, or add a "type" beside them.`;
}
