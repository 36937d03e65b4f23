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
