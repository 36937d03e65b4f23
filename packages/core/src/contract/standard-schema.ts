import type { JsonObject } from './json.js';

/**
 * A Standard Schema (https://standardschema.dev) that can be converted to JSON Schema. Zod 4.2+, ArkType and Valibot (with its JSON Schema
 * package) implement it. lmux imports none of them.
 */
export interface StandardJsonSchema {
  readonly '~standard': {
    /** Version of the Standard Schema specification. */
    readonly version: 1;
    /** Name of the library that created the schema. */
    readonly vendor: string;
    /** Converts the schema to JSON Schema. */
    readonly jsonSchema: {
      /** Returns the JSON Schema of the value before parsing, which is what the model has to generate. */
      input(options: { readonly target: 'draft-2020-12' | 'draft-07' | (string & {}) }): Record<string, unknown>;
    };
  };
}

/** A JSON Schema, or a Standard Schema that can be converted to one. */
export type SchemaInput = JsonObject | StandardJsonSchema;

/** The result of a validation: the value, which may differ from the input, or the issues. */
export type ValidationResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly ValidationIssue[] };

/** A reason why a value is not valid, as in the Standard Schema specification. */
export interface ValidationIssue {
  readonly message: string;
  /** The keys and indexes that lead to the invalid part. Default: the value itself. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/**
 * A Standard Schema that can be converted to JSON Schema and validates a value, such as those of Zod 4.2+, ArkType, and Valibot with
 * `toStandardJsonSchema`.
 */
export interface ObjectSchema<Input = unknown, Output = unknown> {
  readonly '~standard': StandardJsonSchema['~standard'] & {
    validate(value: unknown): ValidationResult<Output> | Promise<ValidationResult<Output>>;
    /** The types before and after validation. Types only: the value does not exist. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}
