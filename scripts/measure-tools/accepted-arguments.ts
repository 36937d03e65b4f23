import type { AcceptedCall } from './bfcl-cases.ts';
import { isObject } from './python-schema.ts';

/** A call of a function, by its name in the case. */
export interface MadeCall {
  readonly name: string;
  readonly input: unknown;
}

/** Characters that do not count in texts: punctuation and spaces. */
const IGNORED = /[\s,./\-_*^'"()]/g;

const plain = (text: string): string => text.toLowerCase().replaceAll(IGNORED, '');

const isOptional = (accepted: readonly unknown[]): boolean => accepted.includes('');

/** Returns true if a value is the accepted one. Case, punctuation and spaces in texts do not count. */
function isSame(value: unknown, accepted: unknown): boolean {
  if (typeof value === 'string' && typeof accepted === 'string') return plain(value) === plain(accepted);
  if (Array.isArray(value) && Array.isArray(accepted)) {
    return value.length === accepted.length && value.every((item, index) => isSame(item, accepted[index]));
  }
  // The values of an accepted object are lists too.
  if (isObject(value) && isObject(accepted)) return areAccepted(value, accepted as Readonly<Record<string, unknown[]>>);
  return value === accepted;
}

function areAccepted(
  input: Readonly<Record<string, unknown>>,
  accepted: Readonly<Record<string, readonly unknown[]>>,
): boolean {
  const isKnown = Object.keys(input).every((name) => Object.hasOwn(accepted, name));
  return (
    isKnown &&
    Object.entries(accepted).every(([name, values]) =>
      Object.hasOwn(input, name) ? values.some((value) => isSame(input[name], value)) : isOptional(values),
    )
  );
}

/** Returns true if the call has the function and the arguments of an accepted one. */
export function isAccepted({ name, input }: MadeCall, accepted: AcceptedCall): boolean {
  const values = accepted[name];
  return values !== undefined && isObject(input) && areAccepted(input, values);
}

/** Returns true if the calls have the accepted names, each as often. */
export function haveAcceptedNames(calls: readonly MadeCall[], accepted: readonly AcceptedCall[]): boolean {
  const made = calls.map(({ name }) => name).toSorted();
  const names = accepted.flatMap((call) => Object.keys(call)).toSorted();
  return made.length === names.length && made.every((name, index) => name === names[index]);
}

/** Returns true if each call is a different one of the accepted calls, and none is missing. The order does not count. */
export function areAllAccepted(calls: readonly MadeCall[], accepted: readonly AcceptedCall[]): boolean {
  const [first, ...rest] = calls;
  if (first === undefined) return accepted.length === 0;
  // A call may be accepted twice, so all choices are tried. A case has only a few calls.
  return accepted.some((call, index) => isAccepted(first, call) && areAllAccepted(rest, accepted.toSpliced(index, 1)));
}
