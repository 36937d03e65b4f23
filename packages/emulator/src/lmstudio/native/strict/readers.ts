import { isRecord } from '../../../shared/json/read-json.js';
import { invalidRequest } from './read-shape.js';
import type { Reader } from './read-shape.js';

/** Reads a string. */
export const text: Reader<string> = (value, path) => {
  if (typeof value === 'string') return value;
  throw wrongType('string', value, path);
};

/** Reads a boolean. */
export const flag: Reader<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw wrongType('boolean', value, path);
};

/** Reads a number from `least` to `most`. */
export function number(least: number, most = Number.POSITIVE_INFINITY): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number') throw wrongType('number', value, path);
    if (value >= least && value <= most) return value;
    const range = most === Number.POSITIVE_INFINITY ? `at least ${least}` : `from ${least} to ${most}`;
    throw invalidRequest('invalid_value', path, `"${path}" must be a number ${range}`);
  };
}

/** Reads an integer of at least `least`. */
export function integer(least: number): Reader<number> {
  return (value, path) => {
    if (typeof value !== 'number') throw wrongType('integer', value, path);
    if (Number.isInteger(value) && value >= least) return value;
    throw invalidRequest('invalid_value', path, `"${path}" must be a whole number of at least ${least}`);
  };
}

/** Reads an array, each item with `item`. */
export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw wrongType('array', value, path);
    return value.map((entry: unknown, index) => item(entry, `${path}.${index}`));
  };
}

/** Reads an object with string values. */
export const textMap: Reader<Readonly<Record<string, string>>> = (value, path) => {
  if (!isRecord(value)) throw wrongType('object', value, path);
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, text(entry, `${path}.${key}`)]));
};

/** Returns the error for a value of the wrong type. */
export function wrongType(expected: string, value: unknown, path: string): Error {
  const received = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return invalidRequest('invalid_type', path, `"${path}": expected ${expected}, received ${received}`);
}
