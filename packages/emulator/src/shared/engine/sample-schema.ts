import type { Validator } from '@cfworker/json-schema';
import { isRecord, stringsIn } from '../json/read-json.js';
import { fillReply } from './fill-reply.js';
import { fillSample } from './fill-sample.js';
import type { Hints } from './hints.js';
import { JsonDraft } from './json-draft.js';
import { UnionNarrower, type NarrowUnit, type ReplyText } from './narrow-unions.js';
import { normalizeSchema } from './normalize-schema.js';
import { repairSample } from './repair-sample.js';

/** The schema of a request for any JSON object without a schema. */
export const JSON_OBJECT: Record<string, unknown> = {
  type: 'object',
  properties: { answer: { type: 'string' } },
  required: ['answer'],
};

/** Formats that the generator does not know, or of which it generates invalid texts. */
const FORMATS = {
  duration: () => 'PT1H',
  emoji: () => '🙂',
  // An unsigned token without claims.
  jwt: () => `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.e30.x`,
  url: () => 'https://example.com/',
};

/** Maximum depth of a value. The size of a recursive one grows exponentially with it. */
const FLAT = 5;

/** Maximum depth of a value if its schema allows no flat one. */
const DEEP = 10;

/** The schema cannot be satisfied or is not supported. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/**
 * Returns a value that satisfies `schema`. It is deterministic, and values are taken from the prompt where possible. Of a union of objects, it
 * has the branch that the prompt mentions.
 *
 * @param reply The text for a branch that is meant for one. Default: values of the prompt.
 */
export async function sampleSchema(schema: Record<string, unknown>, hints: Hints, reply?: ReplyText): Promise<unknown> {
  // Loaded with the first schema, to keep the start fast. The generator is ESM only, so the CommonJS build contains a copy.
  const { generateSync } = await import('json-schema-faker');
  const { Validator } = await import('@cfworker/json-schema');
  const root = normalizeSchema(schema);
  const sampler: Sampler = {
    hints,
    // The library is seeded by default, so the same schema always produces the same value.
    generate: (part, maxDepth = FLAT) => generateSync(part, { alwaysFakeOptionals: true, formats: FORMATS, maxDepth }),
    validatorOf: (part) => new Validator(part, '2020-12', false),
  };
  const sample = (unit: NarrowUnit): unknown => trySample(sampler, withDefinitions(unit, root));
  const narrowed = new UnionNarrower({ root, hints, reply, sample }).narrow();
  const value = trySample(sampler, { original: root, narrowed, name: undefined, text: undefined });
  if (value !== undefined) return value;
  try {
    return sampleUnit(sampler, { original: root, narrowed: root, name: undefined, text: undefined }).value;
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The libraries and the prompt. */
interface Sampler {
  readonly hints: Hints;
  readonly generate: (schema: Record<string, unknown>, maxDepth?: number) => unknown;
  readonly validatorOf: (schema: Record<string, unknown>) => Validator;
}

/** Returns a valid value, or undefined if none was found. */
function trySample(sampler: Sampler, unit: NarrowUnit): unknown {
  try {
    const { errors, value } = sampleUnit(sampler, unit);
    return errors === 0 ? value : undefined;
  } catch {
    // A reference that does not exist in a part of the schema, or a schema that no value satisfies.
    return undefined;
  }
}

function sampleUnit({ hints, generate, validatorOf }: Sampler, unit: NarrowUnit): JsonDraft {
  const schemas = [...new Set([unit.narrowed, unit.original])];
  const length = JSON.stringify(schemas).length;
  const draftOf = (maxDepth: number): JsonDraft => {
    const sample = new JsonDraft(schemas.map(validatorOf), generate(unit.narrowed, maxDepth), length);
    repairSample(sample, unit.narrowed, generate);
    return sample;
  };
  const flat = draftOf(FLAT);
  const deep = flat.errors === 0 ? flat : draftOf(DEEP);
  const draft = deep.errors < flat.errors ? deep : flat;
  fillSample(draft, hints, { name: unit.name, texts: textsIn(unit.narrowed) });
  if (unit.text !== undefined) fillReply(draft, unit.text);
  return draft;
}

/** Adds the definitions of the root to a part of it, which may refer to them. */
function withDefinitions(unit: NarrowUnit, root: Record<string, unknown>): NarrowUnit {
  const { $defs, definitions } = root;
  const shared = { ...($defs !== undefined && { $defs }), ...(definitions !== undefined && { definitions }) };
  return { ...unit, original: { ...unit.original, ...shared }, narrowed: { ...unit.narrowed, ...shared } };
}

/** Returns the texts of the `const` and `enum` keywords in a schema. */
function textsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap((item: unknown) => textsIn(item));
  if (!isRecord(schema)) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'enum' || key === 'const' ? stringsIn([value].flat()) : textsIn(value),
  );
}
