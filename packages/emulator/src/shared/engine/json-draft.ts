import type { Validator } from '@cfworker/json-schema';
import { isRecord } from '../json/read-json.js';

/** A place in a JSON value: the keys and indexes that lead to it. */
export type JsonPath = readonly (string | number)[];

/** Number of characters of validated JSON after which a draft stays as it is, so that a large schema does not block the server for long. */
const MAX_VALIDATED = 5_000_000;

/** Keywords that fail because another keyword inside them does. */
const AROUND = new Set([
  '$ref',
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'allOf',
  'anyOf',
  'oneOf',
]);

/** A JSON value that is improved step by step, without a violation of its schemas. */
export class JsonDraft {
  readonly #validators: readonly Validator[];
  #value: unknown;
  #errors: number;
  #validated = 0;
  readonly #schemaLength: number;

  /**
   * @param validators One for each schema that the value must satisfy.
   * @param schemaLength Number of characters of the schemas, which each validation reads too.
   */
  constructor(validators: readonly Validator[], value: unknown, schemaLength: number) {
    this.#validators = validators;
    this.#schemaLength = schemaLength;
    this.#value = value;
    this.#errors = this.#countErrors(value);
  }

  get value(): unknown {
    return this.#value;
  }

  /** Number of violations of the schema. */
  get errors(): number {
    return this.#errors;
  }

  /** Returns true if the draft would satisfy the schema with this value at the path. */
  allows(path: JsonPath, value: unknown): boolean {
    return this.#countErrors(replaceAt(this.#value, path, value)) === 0;
  }

  /** Sets the value at a path if the draft then satisfies the schema. Returns true if it does. */
  set(path: JsonPath, value: unknown): boolean {
    return this.#replaceIf(path, value, (errors) => errors === 0);
  }

  /** Sets the value at a path, or removes it if it is `undefined`, if the draft then has fewer errors. Returns true if it does. */
  improve(path: JsonPath, value: unknown): boolean {
    return this.#replaceIf(path, value, (errors) => errors < this.#errors);
  }

  #replaceIf(path: JsonPath, value: unknown, isGood: (errors: number) => boolean): boolean {
    const next = replaceAt(this.#value, path, value);
    const errors = this.#countErrors(next);
    if (!isGood(errors)) return false;
    this.#value = next;
    this.#errors = errors;
    return true;
  }

  #countErrors(value: unknown): number {
    if (this.#validated > MAX_VALIDATED) return Number.POSITIVE_INFINITY;
    this.#validated += (JSON.stringify(value)?.length ?? 0) + this.#schemaLength;
    return this.#validators.reduce((sum, validator) => {
      const { valid, errors } = validator.validate(value);
      if (valid) return sum;
      // Errors of the schemas around a value only repeat its errors.
      return sum + (errors.filter(({ keyword }) => !AROUND.has(keyword)).length || 1);
    }, 0);
  }
}

/** Returns a copy of a JSON value with another value at a path. The value `undefined` removes the item or the property. */
function replaceAt(value: unknown, path: JsonPath, replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    const index = Number(key);
    const item = replaceAt(value[index], rest, replacement);
    return item === undefined ? value.toSpliced(index, 1) : value.with(index, item);
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
      if (name !== key) return [[name, item]];
      const changed = replaceAt(item, rest, replacement);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}
