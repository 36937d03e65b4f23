import { expect, test } from 'vitest';
import { localizeReferences } from './localize-references.js';

type Schema = Record<string, unknown>;

const PLACE = '#/properties/next';
const NULL = { type: 'null' };

test.each<[name: string, schema: Schema, localized: Schema]>([
  ['to the root', { $ref: '#' }, { $ref: PLACE }],
  [
    'to names with escapes',
    { $ref: '#/$defs/a~1b%25', $defs: { 'a/b%': NULL } },
    { $ref: `${PLACE}/$defs/a~1b%25`, $defs: { 'a/b%': NULL } },
  ],
  [
    'to definitions',
    { $ref: '#/definitions/a', definitions: { a: NULL } },
    { $ref: `${PLACE}/definitions/a`, definitions: { a: NULL } },
  ],
  ['in a list', { anyOf: [{ $ref: '#/anyOf/1' }, true, 'x'] }, { anyOf: [{ $ref: `${PLACE}/anyOf/1` }, true, 'x'] }],
  [
    'in a single schema',
    { items: { not: { additionalProperties: { $ref: '#' } } } },
    { items: { not: { additionalProperties: { $ref: PLACE } } } },
  ],
  ...['properties', 'patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'].map(
    (keyword): [string, Schema, Schema] => [
      `under names of ${keyword}`,
      { [keyword]: { $ref: { $ref: '#' }, enum: { $ref: '#' }, $id: { $ref: '#' }, flag: true } },
      { [keyword]: { $ref: { $ref: PLACE }, enum: { $ref: PLACE }, $id: { $ref: PLACE }, flag: true } },
    ],
  ),
  [
    'beside names of properties',
    { dependencies: { a: ['b'], c: { $ref: '#' } } },
    { dependencies: { a: ['b'], c: { $ref: PLACE } } },
  ],
  [
    'to an anchor in $defs',
    { items: { $ref: '#leaf' }, $defs: { a: { $anchor: 'leaf', ...NULL } } },
    { items: { $ref: `${PLACE}/$defs/a` }, $defs: { a: NULL } },
  ],
  [
    'to an anchor under a name with escapes',
    { $ref: '#leaf', $defs: { 'a/b%~': { $anchor: 'leaf', ...NULL } } },
    { $ref: `${PLACE}/$defs/a~1b%25~0`, $defs: { 'a/b%~': NULL } },
  ],
  [
    'to an anchor of an old draft',
    { $ref: '#leaf', definitions: { a: { $id: '#leaf', ...NULL } } },
    { $ref: `${PLACE}/definitions/a`, definitions: { a: NULL } },
  ],
  [
    'by the URL at the root',
    {
      $id: 'https://example.com/tree#',
      items: { $ref: 'https://example.com/tree' },
      contains: { $ref: 'tree#/$defs/a' },
      not: { $ref: '#/$defs/a' },
      $defs: { a: NULL },
    },
    {
      items: { $ref: PLACE },
      contains: { $ref: `${PLACE}/$defs/a` },
      not: { $ref: `${PLACE}/$defs/a` },
      $defs: { a: NULL },
    },
  ],
  [
    'by the URL of a part',
    { items: { $ref: 'item.json#leaf' }, $defs: { a: { $id: 'item.json', not: { $anchor: 'leaf', ...NULL } } } },
    { items: { $ref: `${PLACE}/$defs/a/not` }, $defs: { a: { not: NULL } } },
  ],
  [
    'by a URN',
    {
      $ref: 'urn:example:leaf',
      $defs: { a: { $id: 'urn:example:leaf', items: { $ref: '#/$defs/b' }, $defs: { b: NULL } } },
    },
    { $ref: `${PLACE}/$defs/a`, $defs: { a: { items: { $ref: `${PLACE}/$defs/a/$defs/b` }, $defs: { b: NULL } } } },
  ],
  [
    'within a part that has a URL, to the root',
    { properties: { a: { $id: 'a', not: { $ref: '#/$defs/b' } } }, $defs: { b: NULL } },
    { properties: { a: { not: { $ref: `${PLACE}/$defs/b` } } }, $defs: { b: NULL } },
  ],
  [
    'of a recursion by an anchor',
    { $anchor: 'tree', properties: { next: { $ref: '#tree' } } },
    { properties: { next: { $ref: PLACE } } },
  ],
  [
    'of a recursion by a dynamic anchor',
    { $dynamicAnchor: 'node', properties: { next: { $dynamicRef: '#node' }, last: { $ref: '#node' } } },
    { properties: { next: { $ref: PLACE }, last: { $ref: PLACE } } },
  ],
  ['of draft 2019-09', { $recursiveAnchor: true, items: { $recursiveRef: '#' } }, { items: { $ref: PLACE } }],
])('references %s start at the new place', (_name, schema, localized) => {
  const before = structuredClone(schema);
  expect(localizeReferences(schema, PLACE)).toEqual({ schema: localized, unresolved: [] });
  expect(schema).toEqual(before);
});

test.each<[name: string, schema: Schema, unresolved: readonly string[]]>([
  ['a reference to another document', { $ref: 'https://example.com/schema#/a' }, ['https://example.com/schema#/a']],
  ['a reference to a missing document', { $ref: 'a.json' }, ['a.json']],
  ['a reference that is not a URL', { $ref: 'https://[#/a' }, ['https://[#/a']],
  ['a reference to a missing anchor', { $ref: '#anchor' }, ['#anchor']],
  ['a reference to a missing definition', { $ref: '#/$defs/a' }, ['#/$defs/a']],
  ['a reference with an invalid escape', { $ref: '#/%' }, ['#/%']],
  ['a dynamic reference to no anchor', { $dynamicRef: '#node' }, ['#node']],
  ['two references in one place', { $ref: '#', $dynamicRef: '#' }, ['#', '#']],
  ['a reference that is not text', { $ref: 7 }, []],
  ...['const', 'enum', 'default', 'examples'].map((keyword): [string, Schema, string[]] => [
    `the data of ${keyword}`,
    { [keyword]: [{ $ref: '#', $anchor: 'a' }] },
    [],
  ]),
  ['the data of an object', { const: { $ref: '#/a' }, default: { properties: { x: { $ref: '#' } } } }, []],
])('%s stays', (_name, schema, unresolved) => {
  expect(localizeReferences(schema, PLACE)).toEqual({ schema, unresolved });
});

test.each<[name: string, schema: Schema, unresolved: readonly string[]]>([
  [
    'an anchor that two schemas have',
    { $ref: '#leaf', $defs: { a: { $anchor: 'leaf' }, b: { $anchor: 'leaf' } } },
    ['#leaf'],
  ],
  ['a URL that two schemas have', { $ref: 'leaf', $defs: { a: { $id: 'leaf' }, b: { $id: 'leaf' } } }, ['leaf']],
  [
    'a dynamic anchor that two schemas have',
    { $dynamicRef: '#node', $dynamicAnchor: 'node', $defs: { a: { $id: 'a', $dynamicAnchor: 'node' } } },
    ['#node'],
  ],
  [
    'the outermost of several documents',
    { $defs: { a: { $id: 'a', $recursiveAnchor: true, items: { $recursiveRef: '#' } } } },
    ['#'],
  ],
])('a reference to %s is not resolved', (_name, schema, unresolved) => {
  expect(localizeReferences(schema).unresolved).toEqual(unresolved);
});
