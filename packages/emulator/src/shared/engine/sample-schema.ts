import { fillSample } from './fill-sample.js';
import type { Hints } from './hints.js';
import { JsonDraft } from './json-draft.js';
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

/** The schema cannot be satisfied or is not supported. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** Returns a value that satisfies `schema`. It is deterministic, and values are taken from the prompt where possible. */
export async function sampleSchema(schema: Record<string, unknown>, hints: Hints): Promise<unknown> {
  // Loaded with the first schema, to keep the start fast. The generator is ESM only, so the CommonJS build contains a copy.
  const { generateSync } = await import('json-schema-faker');
  const { Validator } = await import('@cfworker/json-schema');
  const normal = normalizeSchema(schema);
  // The library is seeded by default, so the same schema always produces the same value.
  const generate = (part: Record<string, unknown>): unknown =>
    generateSync(part, { alwaysFakeOptionals: true, formats: FORMATS });
  try {
    const draft = new JsonDraft(
      new Validator(normal, '2020-12', false),
      generate(normal),
      JSON.stringify(normal).length,
    );
    repairSample(draft, normal, generate);
    fillSample(draft, hints);
    return draft.value;
  } catch (error) {
    throw new SchemaError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
