import { LmError } from '../errors/lm-error.js';
import type { ErrorCode } from '../errors/error-code.js';
import { cutText, maskSecrets } from '../errors/redact.js';

/** Checks one value. Returns what is allowed if it is wrong, and nothing if it is right. */
export interface Check {
  (value: unknown): string | undefined;
  /** The words that it accepts, if it accepts words: a wrong one is shown in the error. */
  readonly words?: readonly string[];
  /** The checks of which one has to accept the value. */
  readonly anyOf?: readonly Check[];
}

/** What the keys of an object may be. */
export type Checks = { readonly [key: string]: Check };

/** Returns how an error shows a value: its kind, and the value itself only where it cannot be anybody's words. */
export function shown(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Shows a value where a number is expected: there, a number is a typing error; elsewhere it may be a prompt, or a key. */
function shownNumber(value: unknown): string {
  return typeof value === 'number' ? String(value) : shown(value);
}

/** Shows a value where one word of a few is expected: one short word is a typing error, not a prompt. */
export function shownWord(value: unknown): string {
  return typeof value === 'string' && /^[\w.:-]{1,32}$/.test(value) ? `"${maskSecrets(value)}"` : shown(value);
}

/** Settings whose values are secret, or may hold secrets, wherever they stand; of these only the kind is shown. */
const SECRET_SETTINGS = /(^|\.)(apiToken|headers|proxy|options)\b/;

function shownSetting(path: string, value: unknown): string {
  if (SECRET_SETTINGS.test(path)) return shown(value);
  // What should be the name of a variable may be the secret that belongs in it.
  if (typeof value === 'string' && path.endsWith('.env')) return shown(value);
  return typeof value === 'string' ? `"${cutText(maskSecrets(value), 80)}"` : shownNumber(value);
}

export const anything: Check = () => undefined;
export const isString: Check = (value) => (typeof value === 'string' ? undefined : 'a string');
export const isBoolean: Check = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
export const isFiniteNumber: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : 'a finite number';
export const isNonNegative: Check = (value) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? undefined : 'a number from 0';
export const isInteger: Check = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) ? undefined : 'a whole number';
export const isCount: Check = (value) =>
  isInteger(value) === undefined && (value as number) >= 0 ? undefined : 'a whole number from 0';
export const isPositiveInteger: Check = (value) =>
  isInteger(value) === undefined && (value as number) > 0 ? undefined : 'a whole number from 1';
export const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object';
export const isArray: Check = (value) => (Array.isArray(value) ? undefined : 'an array');
export const isStrings: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string') ? undefined : 'an array of strings';
export const isStringOrStrings: Check = (value) =>
  typeof value === 'string' || isStrings(value) === undefined ? undefined : 'a string or an array of strings';
export const isStringRecord: Check = (value) =>
  isObject(value) === undefined && Object.values(value as object).every((item) => typeof item === 'string')
    ? undefined
    : 'an object of strings';
export const isSignal: Check = (value) =>
  typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value
    ? undefined
    : 'an AbortSignal';

/** One of these words. */
export function oneOf(...words: readonly string[]): Check {
  const allowed = `one of ${words.map((word) => `"${word}"`).join(', ')}`;
  const check: Check = (value) => (typeof value === 'string' && words.includes(value) ? undefined : allowed);
  return Object.assign(check, { words });
}

/** A value that one of the checks accepts. */
export function either(...checks: readonly Check[]): Check {
  const check: Check = (value) => {
    const allowed = checks.map((one) => one(value));
    return allowed.includes(undefined) ? undefined : allowed.join(', or ');
  };
  const words = checks.flatMap((one) => one.words ?? []);
  return Object.assign(check, { anyOf: checks }, words.length === 0 ? undefined : { words });
}

/** Returns the letters that two words share in order, as a share of the longer: enough to find a typing error. */
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

/** Returns the question that helps with a typing error, with a space before it; empty if no word is similar. */
export function didYouMean(given: unknown, words: readonly string[]): string {
  if (typeof given !== 'string') return '';
  const [best] = words.map((other) => ({ other, like: likeness(given, other) })).toSorted((x, y) => y.like - x.like);
  return best !== undefined && best.like >= 0.5 ? ` Did you mean "${best.other}"?` : '';
}

/**
 * Checks the keys and values of an object. The error names the key, the value received and what is allowed. `undefined` counts as
 * unset.
 */
export function checkKeys(object: object, checks: Checks, where: string, code: ErrorCode): void {
  // Every key of every message passes here: what only an error needs is made only for one.
  for (const key of Object.keys(object)) {
    const value = (object as Record<string, unknown>)[key];
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
    if (check === undefined) throw unknownKey(pathOf(where, key), key, checks, code);
    const allowed = check(value);
    if (allowed === undefined) continue;
    const path = pathOf(where, key);
    const given = code === 'config_invalid' ? shownSetting(path, value) : shownField(value, check, allowed);
    throw new LmError(code, `"${path}" is ${given}; allowed is ${allowed}.`);
  }
}

function pathOf(where: string, key: string): string {
  return where === '' ? key : `${where}.${key}`;
}

function unknownKey(path: string, key: string, checks: Checks, code: ErrorCode): LmError {
  const keys = Object.keys(checks);
  return new LmError(
    code,
    `Unknown key "${cutText(maskSecrets(path), 80)}".${didYouMean(key, keys)} Allowed are ${keys.join(', ')}.`,
  );
}

function shownField(value: unknown, check: Check, allowed: string): string {
  if (check.words !== undefined) return shownWord(value);
  return allowed.includes('number') ? shownNumber(value) : shown(value);
}

/** Throws for a value that is not an object, before its keys are checked. */
export function checkObject(value: unknown, where: string, code: ErrorCode): asserts value is object {
  if (isObject(value) !== undefined) throw new LmError(code, `${where} is ${shown(value)}; allowed is an object.`);
}
