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

/** Unions of tool calls and a reply, which texts in their properties tell apart. */
function callsOf(inputs: Schema): Schema {
  const text = { type: 'string' };
  const call = fc
    .tuple(fc.uniqueArray(fc.constantFrom('get_weather', 'get_time', 'say "red"', 'a.b'), { minLength: 1 }), inputs)
    .map(([names, input]) => ({
      type: 'object',
      properties: { tool: names.length === 1 ? { const: names[0] } : { enum: names }, input },
      required: ['tool', 'input'],
      additionalProperties: false,
    }));
  const others = fc.constantFrom(
    { type: 'object', properties: { reply: text }, required: ['reply'], additionalProperties: false },
    { type: 'object', properties: { message: { ...text, maxLength: 9 } }, required: ['message'] },
    { type: 'null' },
    text,
  );
  return fc
    .tuple(
      fc.array(call, { minLength: 1, maxLength: 3 }),
      fc.option(others, { nil: undefined }),
      // The same names may be in several branches, so only some of these are valid as `oneOf`.
      fc.boolean(),
    )
    .map(([calls, other, isExclusive]) => {
      const schemas = other === undefined ? calls : [...calls, other];
      const isDistinct = new Set(calls.flatMap(({ properties: { tool } }) => tool.enum ?? tool.const)).size;
      const names = calls.reduce((sum, { properties: { tool } }) => sum + (tool.enum?.length ?? 1), 0);
      return { [isExclusive && isDistinct === names ? 'oneOf' : 'anyOf']: schemas };
    });
}

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
    callsOf(tie('schema')),
    fc.tuple(callsOf(tie('schema')), small, small).map(([items, minItems, more]) => ({
      type: 'array',
      items,
      minItems: minItems % 5,
      maxItems: (minItems % 5) + more,
    })),
    fc.tuple(tie('schema'), tie('schema')).map(([first, second]) => ({
      oneOf: [
        { type: 'object', properties: { kind: { const: 'a' }, value: first }, required: ['kind', 'value'] },
        { type: 'object', properties: { kind: { const: 'b' }, value: second }, required: ['kind', 'value'] },
      ],
    })),
  ),
}));

/** The same schema as the root, and behind references. */
const roots = fc.oneof(
  schemas,
  schemas.map((schema) => ({
    type: 'object',
    properties: {
      first: { $ref: '#/$defs/item' },
      all: { type: 'array', items: { $ref: '#/$defs/item' }, maxItems: 2 },
    },
    required: ['first'],
    $defs: { item: schema },
  })),
);

const prompts = fc
  .array(
    fc.constantFrom(
      'weather',
      'time',
      'a.b',
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

const replies = fc.option(fc.record({ text: fc.constantFrom('', 'You said: "Hi"'), isDue: fc.boolean() }), {
  nil: undefined,
});

test('samples are valid for any schema and prompt', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(roots, prompts, replies, async (schema, prompt, reply) => {
      const value = await sampleSchema(schema, readHints(prompt), reply);
      expect(ajv.validate(schema, value), `${JSON.stringify(value)}: ${ajv.errorsText()}`).toBe(true);
    }),
    { numRuns: 300 },
  );
});
