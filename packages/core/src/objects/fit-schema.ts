import type { SchemaKeywords, SchemaKind } from '../contract/capability.js';
import { LmError } from '../errors/lm-error.js';
import { maskPointer } from '../errors/looks-secret.js';
import { isObject, readObject } from '../json/read-json.js';
import {
  ANNOTATIONS,
  COMMON,
  isHeld,
  isSentFormat,
  kindsOf,
  MAPS,
  PLACES,
  saysNothing,
  SCHEMAS,
} from './held-keywords.js';
import { escapePointer } from './escape-pointer.js';
import { findContradiction, normalizeSchema, type Schema } from './normalize-schema.js';
import { resolveReference } from './resolve-reference.js';
import { isUnboundedPattern } from './simple-pattern.js';
import { unresolvedError } from './unresolved-error.js';

/** A schema that fits a route. */
export interface FittedSchema {
  readonly schema: Schema;
  /** JSON Pointers to the keywords that the route does not hold. */
  readonly unsupported: readonly string[];
  /** JSON Pointers to what has no maximum length: strings, arrays, objects with any keys, and any values. */
  readonly unbounded: readonly string[];
}

/** How a schema is fitted. */
export interface SchemaFit {
  /** The keywords that the route holds. Others are left out. `undefined` if they are not known, or for another mode: then nothing is left out. */
  readonly keywords: SchemaKeywords | undefined;
  /** The key of the object that is sent in place of the schema, because many servers require an object. Default: the schema is sent. */
  readonly key: string | undefined;
  /** True if a list of what the schema describes is sent. */
  readonly isList: boolean;
  /** The maximum length of the list. Default: none. */
  readonly maxElements?: number | undefined;
  /** The parts of the schema that have a name in errors. Default: the whole is "the schema". */
  readonly parts?: readonly SchemaPart[] | undefined;
}

/** A part of a schema that has a name in errors, such as that of a tool. */
export interface SchemaPart {
  /** JSON Pointer to the part. */
  readonly place: string;
  readonly name: string;
}

/** Fits the schemas inside a schema. */
class SchemaFitter {
  readonly unsupported = new Set<string>();
  unbounded = new Set<string>();
  readonly definitions: Record<string, unknown> = {};
  readonly #root: Schema;
  readonly #leavesOut: boolean;
  readonly #keywords: SchemaKeywords;
  /** The names of the definitions, by the references to them. */
  readonly #names = new Map<unknown, string>();
  /** The references that are being replaced by their schema. */
  readonly #open = new Set<unknown>();
  readonly #parts: readonly SchemaPart[];

  constructor(root: Schema, { keywords, parts = [] }: SchemaFit) {
    this.#root = root;
    this.#parts = parts;
    this.#keywords = keywords ?? COMMON;
    this.#leavesOut = keywords !== undefined;
  }

  /** Fits a schema, which does not contain itself. */
  fit(given: unknown, path: string): unknown {
    // `true` accepts any value, as an empty schema does. `false` accepts none.
    if (given === true) return this.fit({}, path);
    if (!isObject(given)) {
      this.unsupported.add(path);
      return this.#leavesOut ? {} : given;
    }
    const schema = this.#leavesOut ? normalizeSchema(given) : given;
    const reason = findContradiction(given) ?? (findContradiction(schema) && 'no integer is in its range');
    if (reason !== undefined) {
      throw new LmError('invalid_request', `No value matches ${this.#nameOf(path)}, because ${reason}. Change it.`);
    }
    const kinds = kindsOf(schema);
    const fitted: Record<string, unknown> = {};
    const before = this.unsupported.size;
    for (const [keyword, value] of Object.entries(schema)) {
      const holds = isHeld(schema, kinds, keyword, this.#keywords);
      // A pattern that is held takes precedence over a format, and describes it.
      const isImplied = keyword === 'format' && 'pattern' in schema && isHeld(schema, kinds, 'pattern', this.#keywords);
      if (PLACES.has(keyword) || saysNothing(keyword, value)) continue;
      const isAnnotation = ANNOTATIONS.has(keyword);
      if (this.#leavesOut && (isImplied || isAnnotation)) continue;
      if (!holds && !isAnnotation) this.unsupported.add(`${path}/${keyword}`);
      if (keyword === '$dynamicRef' || keyword === '$recursiveRef') this.#assertSent(value, path);
      if (keyword === '$ref') Object.assign(fitted, this.#reference(value, path));
      // `anyOf` allows more than `oneOf`, and more servers support it.
      else if (keyword === 'oneOf' && !('anyOf' in schema) && (holds || this.#leavesOut))
        fitted['anyOf'] = this.#inside(keyword, value, path);
      else if (
        holds ||
        !this.#leavesOut ||
        keyword === 'type' ||
        (keyword === 'format' && isSentFormat(value, this.#keywords))
      )
        fitted[keyword] = this.#inside(keyword, value, path);
    }
    const isAny = kinds.includes('any');
    if (isAny && !('any' in this.#keywords) && this.unsupported.size === before) this.unsupported.add(path);
    this.#noteUnbounded(fitted, kinds, path);
    // Ollama rejects an annotation that is alone.
    return this.#leavesOut && isAny ? {} : fitted;
  }

  /** Throws `invalid_request` for a reference without a target that would be sent. It may be in a definition, which is not sent. */
  #assertSent(reference: unknown, path: string): void {
    if (this.#leavesOut || !String(reference).startsWith('#')) return;
    throw unresolvedError(this.#nameOf(path), String(reference));
  }

  /** Returns the name of a place in the schema for errors. */
  #nameOf(path: string): string {
    const part = this.#parts.find(({ place }) => `${path}/`.startsWith(`${place}/`));
    const { name = 'the schema', place = '' } = part ?? {};
    return path === place ? name : `"${maskPointer(path.slice(place.length))}" of ${name}`;
  }

  #noteUnbounded(
    { maxLength, pattern, format, maxItems, prefixItems, properties, additionalProperties = false }: Schema,
    kinds: readonly SchemaKind[],
    path: string,
  ): void {
    const isText =
      kinds.includes('string') && maxLength === undefined && !/^(?:date|time|uuid|ip)/.test(String(format));
    const isList = kinds.includes('array') && maxItems === undefined && prefixItems === undefined;
    const isRecord = kinds.includes('object') && (additionalProperties !== false || properties === undefined);
    if (
      isList ||
      isRecord ||
      kinds.includes('any') ||
      (isText && (typeof pattern !== 'string' || isUnboundedPattern(pattern)))
    )
      this.unbounded.add(path);
  }

  /** Fits the schemas in the value of a keyword. */
  #inside(keyword: string, value: unknown, path: string): unknown {
    const fit = (schema: unknown, ...names: readonly (string | number)[]): unknown =>
      this.fit(schema, [path, keyword, ...names.map(escapePointer)].join('/'));
    if (MAPS.includes(keyword) && isObject(value)) {
      // A list in `dependencies` is one of names.
      const entries = Object.entries(value).map(([name, inner]) => [
        name,
        Array.isArray(inner) ? inner : fit(inner, name),
      ]);
      return Object.fromEntries(entries);
    }
    if (!SCHEMAS.includes(keyword) || (typeof value === 'boolean' && keyword === 'additionalProperties')) return value;
    if (Array.isArray(value)) return value.map((schema, index) => fit(schema, index));
    // They describe no value that the model writes.
    if (['not', 'if', 'propertyNames'].includes(keyword)) return this.#fitAside(value, `${path}/${keyword}`);
    const fitted = fit(value);
    // To Ollama, an empty schema there means that the values are objects.
    return keyword === 'additionalProperties' && Object.keys(readObject(fitted)).length === 0 ? true : fitted;
  }

  /** Fits a schema without noting what has no maximum length. */
  #fitAside(value: unknown, path: string): unknown {
    const { unbounded } = this;
    this.unbounded = new Set();
    const fitted = this.fit(value, path);
    this.unbounded = unbounded;
    return fitted;
  }

  /** Returns a reference to the definition of a schema, or the schema itself if the route holds no references. */
  #reference(reference: unknown, path: string): unknown {
    const target = resolveReference(this.#root, reference);
    const isRecursive = this.#open.has(reference);
    if (target === undefined) this.#assertSent(reference, path);
    if (target === undefined || isRecursive) {
      this.unsupported.add(`${path}/$ref`);
      return this.#leavesOut ? {} : { $ref: reference };
    }
    const pointer = String(reference).slice(1);
    if ('$ref' in this.#keywords)
      return { $ref: `#/$defs/${this.#names.get(reference) ?? this.#define(reference, target)}` };
    this.#open.add(reference);
    const fitted = this.fit(target, pointer);
    this.#open.delete(reference);
    return fitted;
  }

  /** Adds a definition, and returns its name. llama.cpp takes names for the same that differ only in other characters than letters and digits. */
  #define(reference: unknown, target: unknown): string {
    const base =
      String(reference)
        .split('/')
        .at(-1)
        ?.replaceAll(/[^A-Za-z0-9]/g, '') || 'root';
    let name = base;
    while (Object.hasOwn(this.definitions, name)) name += 'x';
    this.#names.set(reference, name);
    // Reserves the name. A schema may refer to itself.
    this.definitions[name] = {};
    this.definitions[name] = this.fit(target, String(reference).slice(1));
    return name;
  }
}

/** Fits a schema to what a route holds. References in the result point to `$defs` at its root. Throws `invalid_request` if no value matches it. */
export function fitSchema(schema: Schema, fit: SchemaFit): FittedSchema {
  const { key, isList, maxElements } = fit;
  const fitter = new SchemaFitter(schema, fit);
  const items = fitter.fit(schema, '');
  const { definitions } = fitter;
  const unbounded = [...(isList && maxElements === undefined ? ['elements'] : []), ...fitter.unbounded];
  const value = isList ? { type: 'array', items, ...(maxElements !== undefined && { maxItems: maxElements }) } : items;
  const root =
    key === undefined
      ? (value as Schema)
      : { type: 'object', properties: { [key]: value }, required: [key], additionalProperties: false };
  const hasDefinitions = Object.keys(definitions).length > 0;
  return {
    schema: hasDefinitions ? { ...root, $defs: definitions } : root,
    unsupported: [...fitter.unsupported],
    unbounded,
  };
}
