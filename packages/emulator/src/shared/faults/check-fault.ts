import { ENGINE_FAILURES } from '../engine/engine-failure.js';
import { shown } from '../json/shown.js';
import type { ErrorEventShape, Fault, FaultEffect } from './fault.js';

/** A check of a field: its expected value, in words, and a function that returns true for it. */
type FieldCheck = readonly [expected: string, isValid: (value: unknown) => boolean];

/** The checks of all fields of a kind. A type of fault with an unchecked field does not compile. */
type KindChecks<Effect> = {
  readonly [Key in keyof Required<Omit<Effect, 'kind'>>]: Effect extends Record<Key, unknown>
    ? { readonly required: FieldCheck }
    : FieldCheck;
};

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const oneOf = (values: readonly string[]): FieldCheck => [
  `one of ${values.join(', ')}`,
  (value) => values.includes(value as string),
];

const COUNT: FieldCheck = ['an integer of at least 0', isCount];
const MS: FieldCheck = ['a number of at least 0', (value) => typeof value === 'number' && value >= 0];
const STATUS: FieldCheck = [
  'an integer from 200 to 599',
  (value) => isCount(value) && (value as number) >= 200 && (value as number) <= 599,
];
const TEXT: FieldCheck = ['a string', (value) => typeof value === 'string'];
const FLAG: FieldCheck = ['a boolean', (value) => typeof value === 'boolean'];
const ANY: FieldCheck = ['any value', () => true];
const OBJECT: FieldCheck = ['an object', (value) => typeof value === 'object' && value !== null];
const TEXTS: FieldCheck = [
  'an array of strings',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
];

const POINT = { afterBytes: COUNT, afterEvents: COUNT, afterFinish: FLAG };

const SHAPES = {
  object: true,
  'repeated-message': true,
  string: true,
  flat: true,
  field: true,
  event: true,
  'typed-event': true,
  'numeric-code': true,
  ndjson: true,
} satisfies Record<ErrorEventShape, true>;

/** The fields of each kind of fault. */
const KINDS: { readonly [Kind in FaultEffect['kind']]: KindChecks<Extract<FaultEffect, { kind: Kind }>> } = {
  status: { status: { required: STATUS }, body: ANY, headers: OBJECT },
  html: { status: STATUS },
  delay: { ms: { required: MS } },
  reset: POINT,
  stall: { ...POINT, commentEveryMs: MS },
  truncate: POINT,
  trickle: { everyMs: { required: MS }, bytes: COUNT },
  split: { bytes: { required: COUNT } },
  contentType: { value: { required: TEXT } },
  contentLength: { bytes: { required: COUNT } },
  errorEvent: { afterEvents: COUNT, shape: oneOf(Object.keys(SHAPES)), message: TEXT, continues: FLAG },
  malformed: { afterEvents: COUNT },
  noDone: {},
  noChoices: {},
  lineEnding: { value: { required: oneOf(['crlf', 'cr']) } },
  engine: { failure: { required: oneOf(ENGINE_FAILURES) }, afterTokens: COUNT },
  dropEvent: { event: { required: TEXT } },
  repeatEvent: { event: { required: TEXT } },
  emptyPayload: { events: TEXTS },
  insert: { afterEvents: COUNT, text: TEXT },
};

/** The fields that select the requests of any fault. */
const MATCH: Readonly<Record<string, FieldCheck>> = {
  path: ['a path that begins with /', (value) => typeof value === 'string' && value.startsWith('/')],
  method: ['a method in upper case', (value) => typeof value === 'string' && value === value.toUpperCase()],
  times: ['an integer of at least 0, or Infinity', (value) => value === Number.POSITIVE_INFINITY || isCount(value)],
};

/**
 * Checks a fault. A wrong one would have no effect, and a test that waits for its effect would wait forever.
 *
 * @throws TypeError that names the field, the value received and what was expected.
 */
export function checkFault(fault: Fault): void {
  const given: unknown = fault;
  const kind = typeof given === 'object' && given !== null && 'kind' in given ? given.kind : undefined;
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) {
    throw new TypeError(
      `"kind" of a fault must be one of ${Object.keys(KINDS).join(', ')}; received ${shown(kind ?? given)}.`,
    );
  }
  const own: Readonly<Record<string, FieldCheck | { readonly required: FieldCheck }>> =
    KINDS[kind as FaultEffect['kind']];
  const fields = { ...own, ...MATCH };
  for (const key of Object.keys(fault)) {
    if (key === 'kind' || Object.hasOwn(fields, key)) continue;
    throw new TypeError(`The fault "${kind}" has no field "${key}". Its fields are ${Object.keys(fields).join(', ')}.`);
  }
  for (const [key, check] of Object.entries(fields)) {
    const value = (fault as unknown as Record<string, unknown>)[key];
    const isRequired = 'required' in check;
    const [expected, isValid] = isRequired ? check.required : check;
    if (value === undefined ? !isRequired : isValid(value)) continue;
    throw new TypeError(`"${key}" of the fault "${kind}" must be ${expected}; received ${shown(value)}.`);
  }
}
