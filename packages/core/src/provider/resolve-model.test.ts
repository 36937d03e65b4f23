import { describe, expect, test } from 'vitest';
import type { ModelInfo } from '../contract/model.js';
import { defaultCanonicalName, instanceIdsOf, resolveModel } from './resolve-model.js';

function model(id: string, instanceIds: readonly string[], changes: Partial<ModelInfo> = {}): ModelInfo {
  const instances = instanceIds.map((instanceId) => ({ id: instanceId, config: { instanceId } }));
  return { id, type: 'llm', loaded: instances.length > 0, instances, capabilities: {}, raw: {}, ...changes };
}

const MODELS = [
  model('cold', []),
  model('warm', ['warm', 'warm:2']),
  model('tagged:latest', ['tagged:latest'], { aliases: ['tagged', 'Nick'] }),
  model('named', ['abc']),
  model('told', [], { loaded: true }),
  model('untold', [], { loaded: undefined }),
];

test.each([
  ['a', 'a', true],
  ['Qwen/Qwen3-4B', 'qwen/qwen3-4b', true],
  ['qwen3', 'qwen3:2', false],
  ['qwen3', 'qwen3@q4_k_m', false],
  ['smollm2', 'smollm2:latest', false],
])('by default, %s and %s refer to the same model: %s', (a, b, same) => {
  expect(defaultCanonicalName(a) === defaultCanonicalName(b)).toBe(same);
});

describe('resolveModel', () => {
  test.each<[name: string, model: string | undefined, instance: string | undefined]>([
    ['warm', 'warm', 'warm'],
    ['WARM', 'warm', 'warm'],
    ['warm:2', 'warm', 'warm:2'],
    ['Warm:2', undefined, undefined],
    ['tagged', 'tagged:latest', 'tagged:latest'],
    ['nick', 'tagged:latest', 'tagged:latest'],
    ['named', 'named', 'abc'],
    ['abc', 'named', 'abc'],
    ['ABC', undefined, undefined],
    ['told', 'told', 'told'],
    ['cold', 'cold', undefined],
    ['untold', 'untold', undefined],
    ['none', undefined, undefined],
    ['', undefined, undefined],
  ])('resolves %s to the model %s and the instance %s', (name, id, instanceId) => {
    const resolved = resolveModel(MODELS, name);
    expect([resolved?.model.id, resolved?.instance?.instanceId]).toEqual([id, instanceId]);
  });

  test('prefers a loaded model', () => {
    const models = [model('other', [], { aliases: ['m'] }), model('m', ['m'])];
    expect(resolveModel(models, 'm')).toMatchObject({ model: { id: 'm' }, instance: { instanceId: 'm' } });
  });

  test('returns the type and the settings of the instance', () => {
    expect(resolveModel(MODELS, 'abc')?.instance).toEqual({
      instanceId: 'abc',
      type: 'llm',
      loadSeconds: 0,
      config: { instanceId: 'abc' },
    });
  });

  test('compares canonical names, and ids of instances exactly', () => {
    const exact = (name: string): string => name;
    expect(resolveModel(MODELS, 'WARM', exact)).toBeUndefined();
    const withoutTag = (name: string): string => name.split(':', 1)[0] ?? '';
    expect(resolveModel(MODELS, 'cold:7b', withoutTag)?.model.id).toBe('cold');
    expect(resolveModel(MODELS, 'warm:2', withoutTag)?.instance?.instanceId).toBe('warm:2');
  });
});

describe('instanceIdsOf', () => {
  test.each<[name: string, ids: readonly string[] | undefined]>([
    ['Warm', ['warm', 'warm:2']],
    ['nick', ['tagged:latest']],
    ['told', ['told']],
    ['cold', []],
    // The id of an instance is not the name of a model.
    ['warm:2', undefined],
    ['unknown', undefined],
  ])('returns the instances of %s: %j', (name, ids) => expect(instanceIdsOf(MODELS, name)).toEqual(ids));

  test('compares canonical names', () => {
    expect(instanceIdsOf(MODELS, 'Warm', (name) => name)).toBeUndefined();
  });
});
