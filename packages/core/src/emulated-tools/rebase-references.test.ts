import { expect, test } from 'vitest';
import { rebaseReferences } from './rebase-references.js';

const PLACE = '#/properties/next';

test.each<[name: string, schema: Record<string, unknown>, rebased: Record<string, unknown>]>([
  ['to the root', { $ref: '#' }, { $ref: PLACE }],
  ['to a definition', { $ref: '#/$defs/a~1b%25' }, { $ref: `${PLACE}/$defs/a~1b%25` }],
  ['in a list', { anyOf: [{ $ref: '#/a' }, true, 'x'] }, { anyOf: [{ $ref: `${PLACE}/a` }, true, 'x'] }],
  [
    'in a single schema',
    { items: { not: { additionalProperties: { $ref: '#' } } } },
    { items: { not: { additionalProperties: { $ref: PLACE } } } },
  ],
  ...['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions'].map(
    (keyword): [string, Record<string, unknown>, Record<string, unknown>] => [
      `under names of ${keyword}`,
      { [keyword]: { $ref: { $ref: '#' }, enum: { $ref: '#' }, flag: true } },
      { [keyword]: { $ref: { $ref: PLACE }, enum: { $ref: PLACE }, flag: true } },
    ],
  ),
])('references %s start at the new place', (_name, schema, rebased) => {
  const before = structuredClone(schema);
  expect(rebaseReferences(schema, PLACE)).toEqual(rebased);
  expect(schema).toEqual(before);
});

test.each<[name: string, schema: Record<string, unknown>]>([
  ['another document', { $ref: 'https://example.com/schema#/a' }],
  ['an anchor', { $ref: '#anchor' }],
  ['a reference that is not text', { $ref: 7 }],
  ...['const', 'enum', 'default', 'examples'].map((keyword): [string, Record<string, unknown>] => [
    `the data of ${keyword}`,
    { [keyword]: [{ $ref: '#' }] },
  ]),
  ['the data of an object', { const: { $ref: '#/a' }, default: { properties: { x: { $ref: '#' } } } }],
])('%s stays', (_name, schema) => {
  expect(rebaseReferences(schema, PLACE)).toEqual(schema);
});
