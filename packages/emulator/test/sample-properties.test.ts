import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readHints } from '../src/shared/engine/hints.js';
import { sampleSchema } from '../src/shared/engine/sample-schema.js';

const ajv = new Ajv2020({ strict: false, logger: false });
addFormats.default(ajv);

type Schema = fc.Arbitrary<Record<string, unknown>>;

const small = fc.nat({ max: 12 });
const annotations = fc.record(
  { description: fc.constant('text'), title: fc.constant('Title'), deprecated: fc.boolean() },
  { requiredKeys: [] },
);

/** Merges schemas with keywords that do not contradict each other. */
const merged = (...parts: fc.Arbitrary<object>[]): Schema =>
  fc.tuple(...parts).map((chosen) => Object.assign({}, ...chosen) as Record<string, unknown>);

const optionally = (schema: fc.Arbitrary<object>): fc.Arbitrary<object> => fc.option(schema, { nil: {} });

const texts = fc.oneof(
  merged(
    fc.constant({ type: 'string' }),
    annotations,
    optionally(fc.tuple(small, small).map(([minLength, more]) => ({ minLength, maxLength: minLength + more }))),
  ),
  fc
    .constantFrom('^[A-Z]{3}$', '^[a-z0-9-]{1,8}$', '^\\d{4}-\\d{2}$', '^v\\d+\\.\\d+$')
    .map((pattern) => ({ type: 'string', pattern })),
  fc
    .constantFrom('date', 'time', 'date-time', 'email', 'uri', 'uuid', 'ipv4', 'ipv6', 'hostname', 'duration')
    .map((format) => ({ type: 'string', format })),
  fc
    .uniqueArray(fc.constantFrom('celsius', 'Paris', 'red', 3, null), { minLength: 1 })
    .map((values) => ({ enum: values })),
);

const numbers = merged(
  fc.constantFrom({ type: 'number' }, { type: 'integer' }),
  annotations,
  fc.oneof(
    fc.constant({}),
    fc.tuple(fc.integer({ min: -50, max: 50 }), small).map(([minimum, more]) => ({ minimum, maximum: minimum + more })),
    fc.integer({ min: -50, max: 50 }).map((low) => ({ exclusiveMinimum: low, exclusiveMaximum: low + 9 })),
    fc.constantFrom(2, 5, 7).map((multipleOf) => ({ multipleOf, minimum: 0 })),
  ),
);

const { schema: schemas } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    texts,
    numbers,
    fc.constantFrom(
      { type: 'boolean' },
      { type: 'null' },
      { const: 'fixed' },
      { type: ['string', 'null'], minLength: 1 },
    ),
    fc
      .tuple(tie('schema'), small)
      .map(([items, minItems]) => ({ type: 'array', items, minItems: minItems % 3, maxItems: 4 })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((prefixItems) => ({
      type: 'array',
      prefixItems,
      items: false,
      minItems: prefixItems.length,
    })),
    fc.tuple(tie('schema'), fc.boolean()).map(([schema, first]) => ({
      anyOf: first ? [schema, { type: 'null' }] : [{ type: 'null' }, schema],
    })),
    fc
      .tuple(fc.dictionary(fc.constantFrom('a', 'city', 'days', 'from', 'to'), tie('schema')), fc.boolean())
      .map(([properties, isOpen]) => ({
        type: 'object',
        properties,
        required: Object.keys(properties).slice(1),
        ...(!isOpen && { additionalProperties: false }),
      })),
    fc.tuple(tie('schema'), tie('schema')).map(([first, second]) => ({
      oneOf: [
        { type: 'object', properties: { kind: { const: 'a' }, value: first }, required: ['kind', 'value'] },
        { type: 'object', properties: { kind: { const: 'b' }, value: second }, required: ['kind', 'value'] },
      ],
    })),
  ),
}));

const prompts = fc
  .array(
    fc.constantFrom(
      'Paris',
      'from',
      '"red shoes"',
      '2',
      '-7.5',
      '300',
      'days',
      'EUR',
      'celsius',
      'ada@b.example',
      '2031-05-01',
    ),
  )
  .map((words) => words.join(' '));

test('samples are valid for any schema and prompt', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(schemas, prompts, async (schema, prompt) => {
      const value = await sampleSchema(schema, readHints(prompt));
      expect(ajv.validate(schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`).toBe(true);
    }),
    { numRuns: 300 },
  );
});
