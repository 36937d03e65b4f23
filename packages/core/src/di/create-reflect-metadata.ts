type Property = string | number | symbol | undefined;
type Decorator = (target: object, property?: Property, descriptor?: unknown) => unknown;

/** What the package `reflect-metadata` adds to `Reflect`. */
export interface ReflectMetadata {
  defineMetadata(key: unknown, value: unknown, target: object, property?: Property): void;
  getMetadata(key: unknown, target: object, property?: Property): unknown;
  getOwnMetadata(key: unknown, target: object, property?: Property): unknown;
  hasMetadata(key: unknown, target: object, property?: Property): boolean;
  hasOwnMetadata(key: unknown, target: object, property?: Property): boolean;
  getMetadataKeys(target: object, property?: Property): unknown[];
  getOwnMetadataKeys(target: object, property?: Property): unknown[];
  deleteMetadata(key: unknown, target: object, property?: Property): boolean;
  /** The decorator that compilers emit for types. */
  metadata(key: unknown, value: unknown): (target: object, property?: Property) => void;
  decorate(decorators: readonly Decorator[], target: object, property?: Property, descriptor?: unknown): unknown;
}

/** The prototype; of a class that inherits by its instances' prototype alone (`util.inherits`), the class above it. */
function parentOf(target: object): object | null {
  const parent = Object.getPrototypeOf(target) as object | null;
  if (typeof target !== 'function' || parent !== Function.prototype) return parent;
  const prototype = (target as { prototype?: object }).prototype;
  const above = prototype && (Object.getPrototypeOf(prototype) as object | null);
  if (!above || above === Object.prototype) return parent;
  return typeof above.constructor === 'function' && above.constructor !== target ? above.constructor : parent;
}

/** The target and what it inherits from, nearest first. */
function* lineOf(target: object): Generator<object> {
  yield target;
  for (let at = parentOf(target); at !== null; at = parentOf(at)) yield at;
}

/** Applies decorators, the last one first: to a property's descriptor, else to the class itself. */
function decorate(
  decorators: readonly Decorator[],
  target: object,
  property?: Property,
  descriptor?: unknown,
): unknown {
  let latest = property === undefined ? target : (descriptor ?? undefined);
  for (const decorator of decorators.toReversed()) {
    latest = (property === undefined ? decorator(latest as object) : decorator(target, property, latest)) ?? latest;
  }
  return latest;
}

/** Metadata of objects and of their properties, kept as long as the object is. */
export function createReflectMetadata(): ReflectMetadata {
  const kept = new WeakMap<object, Map<Property, Map<unknown, unknown>>>();
  // Properties are named as JavaScript names them: 1 and "1" are one.
  const keyOf = (property: Property): Property =>
    property === undefined || typeof property === 'symbol' ? property : String(property);
  const own = (target: object, property: Property): Map<unknown, unknown> | undefined => {
    if (Object(target) !== target) throw new TypeError('Only objects have metadata.');
    return kept.get(target)?.get(keyOf(property));
  };
  const holder = (key: unknown, target: object, property: Property): Map<unknown, unknown> | undefined => {
    for (const at of lineOf(target)) {
      const entries = own(at, property);
      if (entries?.has(key) === true) return entries;
    }
    return undefined;
  };
  const defineMetadata: ReflectMetadata['defineMetadata'] = (key, value, target, property) => {
    const entries = own(target, property) ?? new Map<unknown, unknown>();
    const properties = kept.get(target) ?? new Map<Property, Map<unknown, unknown>>();
    kept.set(target, properties.set(keyOf(property), entries.set(key, value)));
  };
  const getOwnMetadataKeys: ReflectMetadata['getOwnMetadataKeys'] = (target, property) => [
    ...(own(target, property)?.keys() ?? []),
  ];
  return {
    defineMetadata,
    getOwnMetadataKeys,
    decorate,
    getMetadata: (key, target, property) => holder(key, target, property)?.get(key),
    getOwnMetadata: (key, target, property) => own(target, property)?.get(key),
    hasMetadata: (key, target, property) => holder(key, target, property) !== undefined,
    hasOwnMetadata: (key, target, property) => own(target, property)?.has(key) === true,
    getMetadataKeys: (target, property) => [
      ...new Set([...lineOf(target)].flatMap((at) => getOwnMetadataKeys(at, property))),
    ],
    deleteMetadata: (key, target, property) => own(target, property)?.delete(key) === true,
    metadata: (key, value) => (target, property) => defineMetadata(key, value, target, property),
  };
}
