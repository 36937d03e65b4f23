import { readArray, readObject } from '../json/read-json.js';

/** Returns the values of a property that tells the branches apart: a required property with a single value. */
function constantsOf(branch: unknown): Map<string, unknown> {
  const { properties, required } = readObject(branch);
  const entries = Object.entries(readObject(properties)).map(([name, property]) => {
    const { const: constant, enum: values } = readObject(property);
    return [name, constant ?? (readArray(values).length === 1 ? readArray(values)[0] : undefined)] as const;
  });
  return new Map(entries.filter(([name, value]) => value !== undefined && readArray(required).includes(name)));
}

function areDistinct(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string') && new Set(values).size === values.length;
}

/** Returns the type of a branch. An integer is a number too. */
function typeOf(branch: unknown): unknown {
  const { type } = readObject(branch);
  return type === 'integer' ? 'number' : type;
}

/** Returns true if no value matches two branches, because a property or the type tells them apart. */
export function isDisjoint(branches: readonly unknown[]): boolean {
  const constants = branches.map(constantsOf);
  const names = [...(constants[0]?.keys() ?? [])];
  const isTold = names.some((name) => areDistinct(constants.map((values) => values.get(name))));
  return isTold || areDistinct(branches.map(typeOf));
}
