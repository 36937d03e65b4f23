import { expect, test } from 'vitest';
import { findRunning } from './find-running.js';
import type { NativeModelList } from './wire.js';

const LIST = {
  models: [
    { key: 'qwen/qwen3-4b', type: 'llm', variants: ['qwen/qwen3-4b@q4_k_m'], loaded_instances: [] },
    {
      key: 'Smol',
      type: 'llm',
      variants: ['smol@q8_0'],
      loaded_instances: [
        { id: 'smol', config: {} },
        { id: 'smol:2', config: {} },
        { id: 'Mine', config: {} },
      ],
    },
    null,
    { key: 'broken', loaded_instances: null },
  ],
} as unknown as NativeModelList;

// Keys are case-insensitive, instance ids are not. A variant is not a name of its own.
test.each([
  ['Smol', 'smol'],
  ['SMOL', 'smol'],
  ['smol:2', 'smol:2'],
  ['SMOL:2', undefined],
  ['smol:3', undefined],
  ['Mine', 'Mine'],
  ['mine', undefined],
  ['smol@q8_0', undefined],
  ['qwen/qwen3-4b', undefined],
  ['broken', undefined],
  ['none', undefined],
])('resolves %s to the instance %s', (name, instanceId) => {
  expect(findRunning(LIST, name)?.instanceId).toBe(instanceId);
});
