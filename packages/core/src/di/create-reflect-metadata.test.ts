import { inherits } from 'node:util';
import * as fc from 'fast-check';
import * as original from 'reflect-metadata/no-conflict';
import { describe, expect, test } from 'vitest';
import { createReflectMetadata, type ReflectMetadata } from './create-reflect-metadata.js';

/** Objects that inherit from each other in each way. */
function targets(): object[] {
  class Animal {
    readonly name = 'x';
  }
  class Dog extends Animal {}
  function Old(): void {}
  function Older(): void {}
  inherits(Old, Older);
  const bare = Object.create(null) as object;
  return [Animal, Dog, Animal.prototype, new Dog(), Old, Older, bare, Object.create(bare) as object, () => {}];
}

const KEYS = ['design:type', Symbol('token'), 7, undefined];
const PROPERTIES = [undefined, 'name', '1', 1, Symbol('property')];

const METHODS = [
  'defineMetadata',
  'deleteMetadata',
  'metadata',
  'getMetadata',
  'getOwnMetadata',
  'hasMetadata',
  'hasOwnMetadata',
  'getMetadataKeys',
  'getOwnMetadataKeys',
] as const;

const step = fc.record({
  method: fc.constantFrom(...METHODS),
  target: fc.nat(8),
  key: fc.nat(KEYS.length - 1),
  property: fc.nat(PROPERTIES.length - 1),
  value: fc.anything(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function run(reflect: ReflectMetadata, objects: readonly object[], { method, ...at }: Step): unknown {
  const target = objects[at.target] ?? {};
  const key = KEYS[at.key];
  const property = PROPERTIES[at.property];
  if (method === 'defineMetadata') return reflect.defineMetadata(key, at.value, target, property);
  // The package takes a number for a name everywhere but here.
  if (method === 'metadata') return reflect.metadata(key, at.value)(target, at.property === 3 ? '1' : property);
  if (method === 'getMetadataKeys' || method === 'getOwnMetadataKeys') return reflect[method](target, property);
  return reflect[method](key, target, property);
}

describe('metadata', () => {
  test('is what the package reflect-metadata gives, whatever is done to it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [ours, theirs] = [targets(), targets()];
        const reflect = createReflectMetadata();
        for (const one of steps) {
          expect(run(reflect, ours, one)).toEqual(run(original as unknown as ReflectMetadata, theirs, one));
        }
      }),
    );
  });

  test('is refused of what is no object', () => {
    const reflect = createReflectMetadata();
    for (const target of [undefined, null, 'text', 1]) {
      expect(() => reflect.defineMetadata('key', 1, target as never)).toThrow(TypeError);
      expect(() => reflect.getMetadata('key', target as never)).toThrow(TypeError);
    }
  });
});

describe('decorate', () => {
  class Animal {
    readonly name = 'x';
  }
  class Wrapped extends Animal {}

  test.each<[name: string, args: Parameters<ReflectMetadata['decorate']>]>([
    ['a class', [[() => undefined, () => Wrapped], Animal]],
    [
      'a property',
      [[(_t, p, d) => ({ ...(d as object), value: p }), () => ({ writable: true })], Animal, 'name', null],
    ],
    ['nothing', [[], Animal, 'name', undefined]],
  ])('%s, as the package does', (_name, args) => {
    const expected = (original.decorate as unknown as ReflectMetadata['decorate'])(...args);
    expect(createReflectMetadata().decorate(...args)).toEqual(expected);
  });
});
