import { Refusal } from '../../../shared/http/refusal.js';

/** Reads one value or refuses it. `path` is its path in the body, such as `input.0.content`. */
export type Reader<T> = (value: unknown, path: string) => T;

interface Field<T> {
  readonly read: Reader<T>;
  readonly required: boolean;
}

/** The fields of an object, by wire name. */
export type Shape<T> = { readonly [K in keyof T]: Field<T[K]> };

/** A field that must be present. */
export function required<T>(read: Reader<T>): Field<T> {
  return { read, required: true };
}

/** A field that may be omitted. Null is not treated as omitted. */
export function optional<T>(read: Reader<T>): Field<T | undefined> {
  return { read, required: false };
}

/** Reads an object with exactly these fields. Unlike on the OpenAI-format routes, any other key is refused. */
export function readShape<T>(value: Readonly<Record<string, unknown>>, shape: Shape<T>, path = ''): T {
  const result: Partial<T> = {};
  for (const name in shape) {
    const place = path === '' ? name : `${path}.${name}`;
    const given = value[name];
    if (given !== undefined) result[name] = shape[name].read(given, place);
    else if (shape[name].required) throw invalidRequest('missing_required_parameter', place, `"${place}" is required`);
  }
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(shape, key));
  if (unknown.length === 0) return result as T;
  const names = unknown.map((key) => `'${key}'`).join(', ');
  throw invalidRequest('unrecognized_keys', path === '' ? null : path, `Unrecognized key(s) in object: ${names}`);
}

/** Returns the 400 for an invalid body. `param` is the path of the value, or null for the entire body. */
export function invalidRequest(code: string, param: string | null, message: string): Refusal {
  return new Refusal(400, { message, type: 'invalid_request', code, param });
}
