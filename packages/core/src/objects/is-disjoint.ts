import { isObject, readArray, readObject } from '../json/read-json.js';

/** Returns the values of a property that tells the branches apart: a required property with a single value. */
function constantsOf(branch: unknown): Map<string, unknown> {
  const { properties, required } = readObject(branch);
  const entries = Object.entries(readObject(properties)).map(([name, property]) => {
    const { const: constant, enum: values } = readObject(property);
    return [name, constant ?? (readArray(values).length === 1 ? readArray(values)[0] : undefined)] as const;
  });
  return new Map(entries.filter(([name, value]) => value !== undefined && readArray(required).includes(name)));
}

/** Returns true if no value matches two branches, because a property or the type tells them apart. */
export function isDisjoint(branches: readonly unknown[]): boolean {
  const isDistinct = (values: readonly unknown[]): boolean =>
    values.every((value) => typeof value === 'string') && new Set(values).size === values.length;
  const constants = branches.map(constantsOf);
  const names = [...(constants[0]?.keys() ?? [])];
  if (names.some((name) => isDistinct(constants.map((values) => values.get(name))))) return true;
  // An integer is a number too.
  return isDistinct(
    branches.map((branch) =>
      isObject(branch) && branch['type'] === 'integer' ? 'number' : readObject(branch)['type'],
    ),
  );
}
