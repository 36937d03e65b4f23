import { expect, test } from 'vitest';
import type { ReflectMetadata } from './create-reflect-metadata.js';

const reflect = Reflect as unknown as ReflectMetadata;

// In a file of its own: what the package puts on `Reflect` stays there.
test('the package reflect-metadata, loaded later, reads what was written before it', async () => {
  expect('getMetadata' in Reflect).toBe(false);
  await import('./reflect-metadata.js');
  const ours = Reflect.get(Reflect, 'getMetadata') as unknown;
  class Early {
    readonly name = 'x';
  }
  class Late extends Early {}
  reflect.defineMetadata('key', 'early', Early);
  expect(reflect.getMetadata('key', Late)).toBe('early');

  await import('reflect-metadata');
  expect(Reflect.get(Reflect, 'getMetadata')).not.toBe(ours);
  expect(reflect.getMetadata('key', Late)).toBe('early');
  reflect.defineMetadata('key', 'changed', Early);
  reflect.defineMetadata('other', 1, Late);
  expect([reflect.getMetadata('key', Late), reflect.getMetadataKeys(Late)]).toEqual(['changed', ['other', 'key']]);
});
