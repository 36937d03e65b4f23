import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readHints } from '../src/shared/engine/hints.js';
import { normalizeSchema } from '../src/shared/engine/normalize-schema.js';
import { sampleSchema } from '../src/shared/engine/sample-schema.js';
import schemas from './fixtures/library-schemas.json' with { type: 'json' };

/** JSON Schema as written by zod 4.6, @valibot/to-json-schema 1.8, arktype 2.2 and typebox 1.4, for every check that they translate. */
const SCHEMAS = Object.entries(schemas as Record<string, Record<string, unknown>>);

const ajv = new Ajv2020({ strict: false, logger: false });
addFormats.default(ajv);

const PROMPTS = [
  '',
  'What is the weather in Paris?',
  'Add 2 and 3, then -7.5 and 4000',
  'Mail ada@example.com about "red shoes" from Oslo by 2031-05-01, in celsius, for 3 days',
];

test.each(SCHEMAS)('the samples of %s are valid', async (_name, schema) => {
  const { $id: _id, ...checked } = normalizeSchema(schema);
  const validate = ajv.compile(checked);
  for (const prompt of PROMPTS) {
    const value = await sampleSchema(schema, readHints(prompt));
    expect(validate(value), `${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}`).toBe(true);
    expect(await sampleSchema(schema, readHints(prompt))).toEqual(value);
  }
});
