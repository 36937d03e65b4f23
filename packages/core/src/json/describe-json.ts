import { isObject } from './read-json.js';

/** Maximum number of keys in a description. */
const MAX_KEYS = 8;

/** Keys that are shown. Any other may contain text of a user or of the model. */
const PLAIN_KEY = /^[\w.-]{1,40}$/;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'array';
  return typeof value;
}

/** Describes JSON for an error message by its keys and types, without its values: `{ id: string, choices: null, usage: object }`. */
export function describeJson(json: unknown): string {
  if (!isObject(json)) return typeOf(json);
  const keys = Object.keys(json);
  const shown = keys.filter((key) => PLAIN_KEY.test(key)).slice(0, MAX_KEYS);
  const fields = shown.map((key) => `${key}: ${typeOf(json[key])}`);
  const hidden = keys.length - shown.length;
  if (hidden > 0) fields.push(`${hidden} more`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
