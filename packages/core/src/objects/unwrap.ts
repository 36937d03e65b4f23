import { isObject } from '../json/read-json.js';

/** Returns the value inside the object that the model was asked to write in its place. */
export function unwrap(value: unknown, key: string | undefined): unknown {
  return key !== undefined && isObject(value) && Object.hasOwn(value, key) ? value[key] : value;
}
