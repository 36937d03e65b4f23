import { isRecord, type JsonRecord } from '../json/read-json.js';
import { readBranches, type Branch } from './branch-tags.js';
import { chooseBranches } from './choose-branches.js';
import type { Hints } from './hints.js';
import { resolveRef } from './local-refs.js';

/** The text that a reply without a schema would have. A branch for texts contains it. */
export interface ReplyText {
  readonly text: string;
  /** True if the reply is a text even if the prompt mentions a branch. */
  readonly isDue: boolean;
}

/** A schema with a union of which one branch has been selected. */
export interface NarrowUnit {
  readonly original: JsonRecord;
  readonly narrowed: JsonRecord;
  /** Name of the property that contains the value. */
  readonly name: string | undefined;
  /** Text that the value contains, if the branch is meant for one. */
  readonly text: string | undefined;
}

/** What unions are narrowed with. */
export interface NarrowOptions {
  readonly root: JsonRecord;
  readonly hints: Hints;
  readonly reply: ReplyText | undefined;
  /** Returns a valid value, or undefined if none was found. */
  readonly sample: (unit: NarrowUnit) => unknown;
}

/** A union of objects that texts in their properties tell apart. */
interface Union {
  readonly schema: JsonRecord;
  readonly keyword: string;
  readonly branches: readonly Branch[];
  readonly place: Place;
}

interface Place {
  readonly refs: readonly string[];
  readonly name: string | undefined;
  readonly reply: ReplyText | undefined;
}

/** Keywords beside a reference that have no effect on values. */
const ANNOTATIONS = new Set(['title', 'description', 'default', 'examples', 'deprecated', '$comment']);

/** Number of unions above which the others are left as they are. Each takes many validations. */
const MAX_UNIONS = 32;

/** Number of schemas that are visited. With references, a small schema can stand for an endless one. */
const MAX_VISITS = 2000;

/**
 * Replaces each union of objects in a schema by the values of the branches that a prompt mentions, as constants. In an array, these are all such
 * branches, and elsewhere the first. A value is sampled on its own, like the arguments of a tool call, so both are the same.
 */
export class UnionNarrower {
  readonly #options: NarrowOptions;
  #unions = 0;
  #visits = 0;

  constructor(options: NarrowOptions) {
    this.#options = options;
  }

  /** Returns the root with its unions replaced, or the root itself if it has none. */
  narrow(): JsonRecord {
    const narrowed = this.#schema(this.#options.root, { refs: [], name: undefined, reply: this.#options.reply });
    return isRecord(narrowed) ? narrowed : this.#options.root;
  }

  #schema(schema: unknown, place: Place): unknown {
    this.#visits += 1;
    if (!isRecord(schema) || this.#visits > MAX_VISITS) return schema;
    if (typeof schema['$ref'] === 'string') return this.#reference(schema, schema['$ref'], place);
    const union = this.#unionOf(schema, place);
    if (union !== undefined) {
      const [first = 0] = this.#choose(union);
      return this.#constant(union, first) ?? schema;
    }
    return this.#inside(this.#array(schema, place) ?? schema, place);
  }

  /** Replaces a reference by its target if the target changes. Recursion ends at a reference. */
  #reference(schema: JsonRecord, ref: string, place: Place): unknown {
    if (place.refs.includes(ref)) return schema;
    const target = resolveRef(this.#options.root, ref);
    const narrowed = this.#schema(target, { ...place, refs: [...place.refs, ref] });
    if (narrowed === target) return schema;
    const { $ref: _ref, ...rest } = schema;
    return Object.keys(rest).length === 0 ? narrowed : { ...rest, allOf: [...listIn(rest, 'allOf'), narrowed] };
  }

  /** Narrows the schemas in the keywords of a schema. */
  #inside(schema: JsonRecord, place: Place): JsonRecord {
    const changes: Record<string, unknown> = {};
    const { properties, items } = schema;
    if (isRecord(properties)) {
      const narrowed = Object.entries(properties).map(([name, property]): [string, unknown] => [
        name,
        this.#schema(property, { ...place, name }),
      ]);
      if (narrowed.some(([name, property]) => property !== properties[name])) {
        changes['properties'] = Object.fromEntries(narrowed);
      }
    }
    for (const keyword of ['prefixItems', 'allOf', 'anyOf', 'oneOf']) {
      const list = listIn(schema, keyword);
      const narrowed = list.map((item) => this.#schema(item, place));
      if (narrowed.some((item, index) => item !== list[index])) changes[keyword] = narrowed;
    }
    const narrowed = this.#schema(items, place);
    if (narrowed !== items) changes['items'] = narrowed;
    return Object.keys(changes).length === 0 ? schema : { ...schema, ...changes };
  }

  /** Replaces the items of an array by one item for each chosen branch of their union, if they have one. */
  #array(schema: JsonRecord, place: Place): JsonRecord | undefined {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    if (schema['prefixItems'] !== undefined || !(Number(maxItems) > 0)) return undefined;
    const union = this.#unionOf(schema['items'], place);
    if (union === undefined) return undefined;
    const chosen = this.#choose(union).slice(0, Number(maxItems));
    const items: object[] = [];
    for (const index of chosen) {
      const item = this.#constant(union, index);
      if (item === undefined) return undefined;
      items.push(item);
    }
    const length = Math.max(items.length, Math.min(Number(minItems), MAX_VISITS));
    const prefixItems = Array.from({ length }, (_, index) => items[index % items.length]);
    return { ...schema, prefixItems, items: false, minItems: length, maxItems: length };
  }

  /** Returns the union that a schema is or refers to, if it is one of objects. */
  #unionOf(schema: unknown, place: Place): Union | undefined {
    if (!isRecord(schema)) return undefined;
    const { root } = this.#options;
    const ref = schema['$ref'];
    if (typeof ref === 'string') {
      const hasMore = Object.keys(schema).some((key) => key !== '$ref' && !ANNOTATIONS.has(key));
      return hasMore || place.refs.includes(ref)
        ? undefined
        : this.#unionOf(resolveRef(root, ref), { ...place, refs: [...place.refs, ref] });
    }
    const keyword = ['anyOf', 'oneOf'].find((key) => listIn(schema, key).length > 0);
    if (keyword === undefined) return undefined;
    const branches = readBranches(listIn(schema, keyword), root);
    return branches.some(({ tags }) => tags.length > 0) ? { schema, keyword, branches, place } : undefined;
  }

  #choose({ branches, place }: Union): readonly number[] {
    return chooseBranches(branches, this.#options.hints, place.reply?.isDue === true);
  }

  /** Samples a branch. Returns undefined if that is not possible. */
  #constant({ schema, keyword, branches, place }: Union, index: number): { readonly const: unknown } | undefined {
    const branch = branches[index];
    this.#unions += 1;
    if (branch === undefined || this.#unions > MAX_UNIONS) return undefined;
    const isUnion = this.#unionOf(branch.schema, place) !== undefined;
    // The text belongs to one of the branches of an inner union, and never to a value inside a tagged branch.
    const inner = isUnion ? this.#schema(branch.schema, place) : branch.schema;
    const narrowed = this.#inside({ ...schema, [keyword]: [inner] }, { ...place, reply: undefined });
    const text = branch.tags.length === 0 ? place.reply?.text : undefined;
    const value = this.#options.sample({ original: schema, narrowed, name: place.name, text });
    return value === undefined ? undefined : { const: value };
  }
}

function listIn(schema: JsonRecord, keyword: string): readonly unknown[] {
  const value = schema[keyword];
  return Array.isArray(value) ? (value as unknown[]) : [];
}
