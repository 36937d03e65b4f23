import type { JsonObject } from '../contract/json.js';
import { isObject } from '../json/read-json.js';
import { escapePointer } from './escape-pointer.js';
import { schemaAt } from './resolve-reference.js';

/** Keywords whose value has a schema for each name, so that its keys are not keywords. */
const NAMED = /* @__PURE__ */ new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
  '$defs',
  'definitions',
]);

/** Keywords whose value is data. */
const DATA = /* @__PURE__ */ new Set(['const', 'enum', 'default', 'examples']);

const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef'] as const;

/** Keywords that give a schema a name or a URL. */
const NAMES = /* @__PURE__ */ new Set(['$id', '$anchor', '$dynamicAnchor', '$recursiveAnchor']);

/** The URL of a schema that has none. */
const NO_URL = 'https://schema.invalid/';

/** A schema whose references are JSON Pointers. */
export interface LocalSchema {
  readonly schema: JsonObject;
  /** The references whose target is not in the schema, or depends on the value. They are left as they are. */
  readonly unresolved: readonly string[];
}

/** Returns a part of a reference to a name. */
function partOf(name: string | number): string {
  return `/${escapePointer(name).replaceAll('%', '%25')}`;
}

/** Returns a schema with other schemas in place of those directly inside it, which are passed with their JSON Pointers. */
function mapInside(schema: JsonObject, replace: (inner: JsonObject, pointer: string) => unknown): JsonObject {
  const inside = (value: unknown, pointer: string): unknown => (isObject(value) ? replace(value, pointer) : value);
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => {
      const pointer = partOf(keyword);
      const at = (item: unknown, name: string | number): unknown => inside(item, pointer + partOf(name));
      if (DATA.has(keyword)) return [keyword, value];
      if (Array.isArray(value)) return [keyword, value.map(at)];
      if (!NAMED.has(keyword) || !isObject(value)) return [keyword, inside(value, pointer)];
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, item]) => [name, at(item, name)]))];
    }),
  );
}

/** Returns the URL of a reference without its fragment, or `undefined` if it is invalid. */
function urlOf(reference: string, base: string): string | undefined {
  try {
    const url = new URL(reference, base);
    url.hash = '';
    return url.href;
  } catch {
    return undefined;
  }
}

/** Returns the URL from which the references in a schema start. Before draft 2019-09, an `$id` may also be an anchor. */
function baseOf({ $id }: JsonObject, outer: string): string {
  return typeof $id === 'string' && !$id.startsWith('#') ? (urlOf($id, outer) ?? outer) : outer;
}

/** Returns the names by which references may point to a schema. */
function anchorsOf({ $id, $anchor, $dynamicAnchor }: JsonObject): string[] {
  const old = typeof $id === 'string' && $id.startsWith('#') ? $id.slice(1) : undefined;
  return [...new Set([old, $anchor, $dynamicAnchor])].filter(
    (name): name is string => typeof name === 'string' && name !== '',
  );
}

/** Notes a pointer by a key. Nothing is found by a key that two schemas have. */
function note(pointers: Map<string, string | undefined>, key: string, pointer: string): void {
  pointers.set(key, pointers.has(key) ? undefined : pointer);
}

/** Replaces the references of one schema. */
class Localizer {
  readonly unresolved: string[] = [];
  readonly #root: JsonObject;
  readonly #place: string;
  /** The JSON Pointers to schemas, by their URLs with and without anchors. */
  readonly #pointers = new Map<string, string | undefined>();
  /** The JSON Pointers to schemas, by the anchors to which `$dynamicRef` refers in any of them. */
  readonly #dynamic = new Map<string, string | undefined>();
  /** True if a part of the schema has a URL of its own. */
  #hasParts = false;

  constructor(root: JsonObject, place: string) {
    this.#root = root;
    this.#place = place;
    this.#collect(root, NO_URL, '');
  }

  #collect(schema: JsonObject, outer: string, pointer: string): void {
    const url = baseOf(schema, outer);
    if (pointer === '' || url !== outer) note(this.#pointers, url, pointer);
    this.#hasParts ||= pointer !== '' && url !== outer;
    for (const name of anchorsOf(schema)) note(this.#pointers, `${url}#${name}`, pointer);
    if (typeof schema['$dynamicAnchor'] === 'string') note(this.#dynamic, schema['$dynamicAnchor'], pointer);
    mapInside(schema, (inner, path) => this.#collect(inner, url, pointer + path));
  }

  localize(schema: JsonObject, outer: string): JsonObject {
    const url = baseOf(schema, outer);
    const inside = mapInside(schema, (inner) => this.localize(inner, url));
    const kept = Object.entries(inside).filter(([keyword]) => !NAMES.has(keyword));
    const given = REFERENCES.filter((keyword) => typeof schema[keyword] === 'string');
    const [keyword] = given;
    if (keyword === undefined) return Object.fromEntries(kept);
    const pointer = given.length === 1 ? this.#find(keyword, String(schema[keyword]), url) : undefined;
    if (pointer === undefined) {
      this.unresolved.push(...given.map((name) => String(schema[name])));
      return Object.fromEntries(kept);
    }
    return { ...Object.fromEntries(kept.filter(([name]) => name !== keyword)), $ref: this.#place + pointer };
  }

  /** Returns the JSON Pointer to the target of a reference. */
  #find(keyword: (typeof REFERENCES)[number], reference: string, url: string): string | undefined {
    const [document = '', fragment = ''] = reference.split(/#(.*)/s);
    // Such a reference means the outermost of several documents.
    if (keyword === '$recursiveRef' && this.#hasParts) return undefined;
    if (keyword === '$dynamicRef' && this.#dynamic.has(fragment)) return this.#dynamic.get(fragment);
    const target = document === '' ? url : urlOf(document, url);
    const start = target === undefined ? undefined : this.#pointers.get(target);
    if (fragment === '') return start;
    if (!fragment.startsWith('/')) return this.#pointers.get(`${target}#${fragment}`);
    // Many schemas have parts with a URL of their own, and mean the root nevertheless.
    const pointers = [...(start === undefined ? [] : [start + fragment]), ...(document === '' ? [fragment] : [])];
    return pointers.find((pointer) => schemaAt(this.#root, `#${pointer}`) !== undefined);
  }
}

/**
 * Returns a schema whose references by anchors and URLs are JSON Pointers, and without these names. It can then become a part of a larger schema.
 *
 * @param place The place of the schema in the larger one, such as `#/properties/next`, from where the references start.
 */
export function localizeReferences(schema: JsonObject, place = '#'): LocalSchema {
  const localizer = new Localizer(schema, place);
  return { schema: localizer.localize(schema, NO_URL), unresolved: localizer.unresolved };
}
