import { expect, test } from 'vitest';
import type { EmulateMode } from '../contract/call-options.js';
import type { ChatFeature, Support } from '../contract/capability.js';
import { emulationWarnings, featureSets, canEmulate, needsEmulation } from './emulated-features.js';

type Row = readonly [
  features: readonly ChatFeature[],
  emulate: EmulateMode,
  hasTools: boolean,
  sets: readonly (readonly [features: readonly ChatFeature[], emulated: readonly ChatFeature[]])[],
];

test.each<Row>([
  [[], 'missing', false, [[[], []]]],
  [[], 'always', false, [[[], []]]],
  [['seed', 'jsonSchema'], 'always', false, [[['seed', 'jsonSchema'], []]]],
  [['tools'], 'never', true, [[['tools'], []]]],
  [
    ['tools'],
    'missing',
    true,
    [
      [['tools'], []],
      [['jsonSchema', 'systemMessage'], ['tools']],
      [['jsonSchema'], ['tools']],
    ],
  ],
  [
    ['tools'],
    'always',
    true,
    [
      [['jsonSchema', 'systemMessage'], ['tools']],
      [['jsonSchema'], ['tools']],
    ],
  ],
  [
    ['systemMessage', 'tools', 'toolChoice', 'parallelToolCalls', 'seed'],
    'always',
    true,
    [
      [
        ['systemMessage', 'seed', 'jsonSchema'],
        ['tools', 'toolChoice', 'parallelToolCalls'],
      ],
    ],
  ],
  [['jsonSchema', 'systemMessage', 'tools'], 'always', true, [[['jsonSchema', 'systemMessage'], ['tools']]]],
  [
    ['assistantMessages', 'tools'],
    'missing',
    false,
    [
      [['assistantMessages', 'tools'], []],
      [['assistantMessages'], ['tools']],
    ],
  ],
])('the sets for %j with "%s" and tools: %s', (features, emulate, hasTools, sets) => {
  const expected = sets.map(([needed, emulated]) => ({ features: needed, emulated }));
  expect(featureSets(features, emulate, hasTools)).toEqual(expected);
});

test.each<[lacks: readonly string[], jsonSchema: Support, needs: boolean, isServed: boolean]>([
  [['tools'], 'yes', true, true],
  [['toolChoice'], 'unknown', true, true],
  [['tools', 'toolChoice', 'parallelToolCalls'], 'yes', true, true],
  [['tools'], 'no', true, false],
  [['tools', 'imageInput'], 'yes', true, false],
  [['parallelToolCalls'], 'yes', false, true],
  [['parallelToolCalls'], 'no', false, false],
  [['imageInput'], 'yes', false, false],
  [[], 'yes', false, false],
])('a route that lacks %j, with jsonSchema "%s"', (lacks, jsonSchema, needs, isServed) => {
  expect(needsEmulation(lacks)).toBe(needs);
  expect(canEmulate(lacks, jsonSchema)).toBe(isServed);
});

test('only an emulation that holds the model to a schema has a warning', () => {
  const warning = {
    code: 'tools_emulated',
    feature: 'tools',
    message: expect.stringMatching(/^The tools were emulated, because of R\. .*"emulate" to "never"/),
  };
  expect(emulationWarnings({ features: ['jsonSchema'], emulated: ['tools'] }, 'of R')).toEqual([warning]);
  expect(emulationWarnings({ features: ['jsonSchema'], emulated: [] }, 'of R')).toEqual([]);
  expect(emulationWarnings({ features: ['assistantMessages'], emulated: ['tools'] }, 'of R')).toEqual([]);
});
