import { expect, test } from 'vitest';
import type { EmulateMode } from '../contract/call-options.js';
import type { ChatFeature } from '../contract/capability.js';
import { emulatedSets, emulationStep } from './emulated-features.js';

test.each<[features: readonly ChatFeature[], hasTools: boolean, sets: ChatFeature[][], emulated: ChatFeature[]]>([
  [[], false, [], []],
  [['seed', 'jsonSchema'], false, [], []],
  [['tools'], true, [['jsonSchema', 'systemMessage'], ['jsonSchema']], ['tools']],
  [
    ['systemMessage', 'tools', 'toolChoice', 'parallelToolCalls', 'seed'],
    true,
    [['systemMessage', 'seed', 'jsonSchema']],
    ['tools', 'toolChoice', 'parallelToolCalls'],
  ],
  [['jsonSchema', 'systemMessage', 'tools'], true, [['jsonSchema', 'systemMessage']], ['tools']],
  [['assistantMessages', 'tools'], false, [['assistantMessages']], ['tools']],
])('the sets for %j with an emulation, with tools: %s', (features, hasTools, sets, emulated) => {
  expect(emulatedSets(features, hasTools)).toEqual(sets.map((set) => ({ features: set, emulated })));
});

const missing = 'Set "emulate" to "missing" to emulate tools.';
const always = 'Set "emulate" to "always" to emulate tools.';

test.each<[lacks: ChatFeature[][], emulate: EmulateMode, step: string | undefined]>([
  [[['tools']], 'never', missing],
  [[['toolChoice', 'parallelToolCalls']], 'never', missing],
  [[['parallelToolCalls'], ['tools']], 'never', missing],
  [[['tools']], 'missing', undefined],
  [[['tools']], 'always', undefined],
  [[['parallelToolCalls']], 'never', always],
  [[['parallelToolCalls']], 'missing', always],
])('the step for routes that lack %j, with "%s"', (lacks, emulate, step) => {
  expect(emulationStep(lacks, { missing: [], features: ['tools'] }, emulate)).toBe(step);
});

test.each<[missing: ChatFeature, features: ChatFeature[], isAdvised: boolean]>([
  ['jsonSchema', ['tools'], true],
  ['jsonSchema', ['tools', 'jsonSchema'], false],
  ['imageInput', ['tools', 'imageInput'], false],
])('the step for a request with "always" that lacks %j and needs %j', (feature, features, isAdvised) => {
  const step = emulationStep([], { missing: [{ feature, routes: ['a'] }], features }, 'always');
  expect(step === 'Set "emulate" to "missing", because emulated tools need "jsonSchema".').toBe(isAdvised);
});
