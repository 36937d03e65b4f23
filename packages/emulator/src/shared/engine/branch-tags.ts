import { asArray, isRecord, stringsIn } from '../json/read-json.js';
import { resolveRef } from './local-refs.js';

/** One of the schemas of an `anyOf` or `oneOf`. */
export interface Branch {
  readonly schema: unknown;
  /** Texts that occur in this branch only, in a `const` or an `enum`, such as the name of a tool. */
  readonly tags: readonly string[];
  /** True if a tag is a `const`. */
  readonly hasConst: boolean;
  /** True if the branch allows only `null`. */
  readonly isNull: boolean;
}

/** The texts of the `const` and `enum` keywords at one depth of a schema. */
interface Level {
  readonly consts: string[];
  readonly enums: string[];
}

/** Number of nested properties in which a tag is looked for. */
const MAX_DEPTH = 3;

/** Number of schemas that are read for the tags of one branch. */
const MAX_SCHEMAS = 200;

/** Keywords with other schemas of the same value. */
const SAME_VALUE = ['allOf', 'anyOf', 'oneOf'];

/**
 * Reads what tells the branches of a union of objects apart: the outermost texts in their properties that no other branch has. A `const` comes
 * before an `enum` beside it.
 */
export function readBranches(schemas: readonly unknown[], root: unknown): Branch[] {
  const all = schemas.map((schema) => levelsOf(schema, root).flatMap(({ consts, enums }) => [consts, enums]));
  const branches = new Map<string, number>();
  for (const groups of all)
    for (const text of new Set(groups.flat())) branches.set(text, (branches.get(text) ?? 0) + 1);
  return schemas.map((schema, index): Branch => {
    const groups = (all[index] ?? []).map((group) => group.filter((text) => branches.get(text) === 1));
    const first = groups.findIndex((group) => group.length > 0);
    const isNull = isRecord(schema) && (schema['type'] === 'null' || schema['const'] === null);
    // Each level has two groups, the first of which has the constants.
    return { schema, tags: groups[first] ?? [], hasConst: first >= 0 && first % 2 === 0, isNull };
  });
}

/** Returns the texts of the properties of a schema, the outermost first. */
function levelsOf(schema: unknown, root: unknown): Level[] {
  const levels: Level[] = [];
  let schemas = propertiesOf(sameValue([schema], root));
  while (schemas.length > 0 && levels.length < MAX_DEPTH) {
    const all = sameValue(schemas, root);
    const level: Level = { consts: [], enums: [] };
    for (const item of all) {
      const values = item['const'] === undefined ? asArray(item['enum']) : [item['const']];
      (values.length === 1 ? level.consts : level.enums).push(...stringsIn(values));
    }
    levels.push(level);
    schemas = propertiesOf(all);
  }
  return levels;
}

function propertiesOf(schemas: readonly Record<string, unknown>[]): unknown[] {
  return schemas.flatMap(({ properties }) => (isRecord(properties) ? Object.values(properties) : []));
}

/** Returns the schemas with those that they refer to and those inside them that apply to the same value. */
function sameValue(schemas: readonly unknown[], root: unknown): Record<string, unknown>[] {
  const found = new Set<Record<string, unknown>>();
  const rest = schemas.toReversed();
  while (rest.length > 0 && found.size < MAX_SCHEMAS) {
    const schema = rest.pop();
    if (!isRecord(schema) || found.has(schema)) continue;
    found.add(schema);
    if (typeof schema['$ref'] === 'string') rest.push(resolveRef(root, schema['$ref']));
    for (const keyword of SAME_VALUE) rest.push(...asArray(schema[keyword]).toReversed());
  }
  return [...found];
}
