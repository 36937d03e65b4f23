import { LmError } from '../errors/lm-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { looksSecret, maskName } from '../errors/looks-secret.js';
import { cutText, maskSecrets } from '../errors/redact.js';
import type { KeyHints } from './key-hints.js';

/** Checks one value. Returns a description of the allowed values if it is invalid, and `undefined` if it is valid. */
export interface Check {
  (value: unknown): string | undefined;
  /** The words that the check accepts, if any. An error then shows the word received. */
  readonly words?: readonly string[];
  /** The alternatives, of which one must accept the value. */
  readonly anyOf?: readonly Check[];
  /** The check of each item of a record. An error then names the first invalid item. */
  readonly items?: Check;
}

/** The checks of an object's keys. */
export type Checks = { readonly [key: string]: Check };

/** Describes a value for an error by its type. The value itself is shown only if it cannot be user content. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  if (value === '') return 'an empty string';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Describes a value where a string with content is expected. */
export function shownBlank(value: unknown): string {
  return typeof value === 'string' && value !== '' && value.trim() === '' ? 'a string of whitespace' : shown(value);
}

/** Describes a value where a number or a range is expected. Numbers are shown only there, since elsewhere they may be a prompt or an API key. */
function shownNumber(value: unknown): string {
  const isRange = Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number');
  if (isRange) return `[${value.join(', ')}]`;
  return typeof value === 'number' ? String(value) : shown(value);
}

/** Describes a value where one of a few words is expected. A single short word is shown, since it is a typo, not a prompt. */
export function shownWord(value: unknown): string {
  return typeof value === 'string' && /^[\w.:-]{1,32}$/.test(value) && !looksSecret(value)
    ? `"${value}"`
    : shown(value);
}

/** Maximum length of a name that is compared. */
const MAX_NAME = 64;

/** Settings that are or may contain secrets, at any depth. Only the type of their values is shown. */
const SECRET_SETTINGS = /(^|\.)(apiToken|headers|proxy|options)\b/;

/** Matches a word or a number with a unit, as mistakes in settings are: `ignore`, `5s`, `30 seconds`. */
const WORD_OR_NUMBER = /^(?:[a-z][a-z_-]{0,20}|[+-]?[\d_.,]{1,12} ?[a-z]{0,12})$/i;

/** Describes the value of a setting. It is shown only if it cannot be an API key or a password, which users put in the wrong place. */
function shownSetting(path: string, value: unknown, allowed: string): string {
  // Instead of the variable's name, a user may have put the secret itself in "env".
  if (SECRET_SETTINGS.test(path) || (typeof value === 'string' && path.endsWith('.env'))) return shown(value);
  if (typeof value === 'string' && value !== '') {
    return WORD_OR_NUMBER.test(value) ? `"${value}"` : `"***" (${value.length} characters)`;
  }
  const isShort = typeof value === 'number' && String(value).length < 4;
  return isShort || takesNumber(allowed) ? shownNumber(value) : shown(value);
}

export const anything: Check = () => undefined;
export const isString: Check = (value) => (typeof value === 'string' ? undefined : 'a string');
export const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'a boolean');
export const isFiniteNumber: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : 'a finite number';
export const isNonNegative: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? undefined : 'a non-negative number';
export const isInteger: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? undefined : 'an integer';
export const isCount: Check = (value) =>
  isInteger(value) === undefined && (value as number) >= 0 ? undefined : 'a non-negative integer';
export const isPositiveInteger: Check = (value) =>
  isInteger(value) === undefined && (value as number) > 0 ? undefined : 'a positive integer';
export const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object';
export const isArray: Check = (value) => (Array.isArray(value) ? undefined : 'an array');
export const isStrings: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'an array of strings';
export const isStringOrStrings: Check = (value) =>
  typeof value === 'string' || isStrings(value) === undefined ? undefined : 'a string or an array of strings';
export const isStringRecord: Check = Object.assign(
  (value: unknown) =>
    isObject(value) === undefined && Object.values(value as object).every((item) => typeof item === 'string')
      ? undefined
      : 'an object of strings',
  { items: isString },
);
export const isSignal: Check = (value) =>
  typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value
    ? undefined
    : 'an AbortSignal';

/** Returns a check that accepts one of these words. */
export function oneOf(...words: readonly string[]): Check {
  const quoted = words.map((word) => `"${word}"`);
  const allowed = quoted.length === 1 ? `${quoted[0]}` : `one of ${quoted.join(', ')}`;
  const check: Check = (value) => (typeof value === 'string' && words.includes(value) ? undefined : allowed);
  return Object.assign(check, { words });
}

/** Returns a check that accepts a value if one of the checks does. */
export function either(...checks: readonly Check[]): Check {
  const check: Check = (value) => {
    const allowed = checks.map((one) => one(value));
    return allowed.includes(undefined) ? undefined : `${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1)}`;
  };
  const words = checks.flatMap((one) => one.words ?? []);
  return Object.assign(check, { anyOf: checks }, words.length === 0 ? undefined : { words });
}

/** Returns the number of letters that two words share in the same order, relative to the longer word. Good enough to find typos. */
function likeness(a: string, b: string): number {
  let shared = 0;
  let from = 0;
  for (const letter of a.toLowerCase()) {
    const found = b.toLowerCase().indexOf(letter, from);
    if (found < 0) continue;
    shared += 1;
    from = found + 1;
  }
  return shared / Math.max(a.length, b.length);
}

/** Returns ` Did you mean "x"?`, with a leading space, or an empty string if no word is similar. */
export function didYouMean(given: unknown, words: readonly string[]): string {
  // A long text is no typo, and comparing it takes time.
  if (typeof given !== 'string' || given.length > MAX_NAME) return '';
  const [best] = words.map((other) => ({ other, like: likeness(given, other) })).toSorted((x, y) => y.like - x.like);
  return best !== undefined && best.like >= 0.5 ? ` Did you mean "${best.other}"?` : '';
}

/**
 * Checks the keys and values of an object. The error names the key, the allowed values and the value received. `undefined` counts as unset.
 *
 * @param where Path of the object, for the error. Empty for none.
 * @param hints Advice for unknown keys.
 */
export function checkKeys(object: object, checks: Checks, where: string, code: ErrorCode, hints?: KeyHints): void {
  // This runs for every key of every message, so strings for errors are built only if there is one.
  for (const key of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[key];
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (check === undefined) throw unknownKey(where, key, checks, code, hints);
    const allowed = check(value);
    if (allowed !== undefined) throw wrongValue(pathOf(where, maskName(key)), value, check, code);
  }
}

function wrongValue(where: string, value: unknown, check: Check, code: ErrorCode): LmError {
  const { items } = check;
  if (items !== undefined && isObject(value) === undefined) {
    const wrong = Object.entries(value as object).find(([, item]) => items(item) !== undefined);
    if (wrong !== undefined) return wrongValue(pathOf(where, maskName(wrong[0])), wrong[1], items, code);
  }
  const allowed = check(value) ?? '';
  const path = shownPath(where);
  const given = code === 'config_invalid' ? shownSetting(path, value, allowed) : shownField(value, check, allowed);
  return new LmError(code, `"${path}" must be ${allowed}; received ${given}.`);
}

function pathOf(where: string, key: string): string {
  return where === '' ? key : `${where}.${key}`;
}

/** Returns a path that a message can contain. Its parts are names that the user chose, such as those of headers. */
function shownPath(path: string): string {
  return cutText(maskSecrets(path), 120);
}

/** @param where Path of the object that contains the key. */
function unknownKey(where: string, key: string, checks: Checks, code: ErrorCode, hints: KeyHints = {}): LmError {
  const keys = Object.keys(checks);
  const advice = Object.hasOwn(hints, key)
    ? ` ${hints[key]}`
    : `${didYouMean(key, keys)} Supported keys: ${keys.join(', ')}.`;
  return new LmError(code, `Unknown key "${shownPath(pathOf(where, maskName(key)))}".${advice}`);
}

function shownField(value: unknown, check: Check, allowed: string): string {
  if (check.words !== undefined) return shownWord(value);
  return takesNumber(allowed) ? shownNumber(value) : shown(value);
}

function takesNumber(allowed: string): boolean {
  return /number|integer/.test(allowed);
}

/**
 * Throws `config_invalid` if the argument of a function is not an object.
 *
 * @param requirement Name of the function and what it requires, for the error.
 */
export function checkArgument(value: unknown, requirement: string): void {
  if (isObject(value) !== undefined) throw new LmError('config_invalid', `${requirement}; received ${shown(value)}.`);
}

/** Throws if a value is not an object. Call it before `checkKeys`. */
export function checkObject(
  value: unknown,
  where: string,
  code: ErrorCode,
  expected = 'an object',
): asserts value is object {
  if (isObject(value) !== undefined) throw new LmError(code, `${where} must be ${expected}; received ${shown(value)}.`);
}
