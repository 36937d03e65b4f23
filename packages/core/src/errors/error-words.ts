import { isObject } from '../json/read-json.js';

/** Keys of the words of an error, in the order in which they are looked for. AWS writes `Message`, Azure and Google have `details`. */
const WORD_KEYS = [
  'message',
  'Message',
  'msg',
  'error_message',
  'errorMessage',
  'error_msg',
  'err',
  'error',
  'error_description',
  'detail',
  'description',
  'reason',
  'errors',
  'details',
  'title',
] as const;

/** Maximum depth of objects and lists within each other. */
const MAX_DEPTH = 6;

/** Maximum number of messages of a list. */
const MAX_LISTED = 3;

/**
 * Returns the words of a value in the place of a message: a text or a number, or an object or a list that contains one. Returns `undefined` if it
 * contains none.
 */
export function wordsOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  if (depth === MAX_DEPTH) return undefined;
  if (Array.isArray(value)) {
    const listed: readonly unknown[] = value.slice(0, MAX_LISTED);
    const words = listed.flatMap((item) => wordsOf(item, depth + 1) ?? []);
    return words.length === 0 ? undefined : words.join('; ');
  }
  if (!isObject(value)) return undefined;
  for (const key of WORD_KEYS) {
    const words = wordsOf(value[key], depth + 1);
    if (words !== undefined) return words;
  }
  return undefined;
}
