import type { JsonObject } from './json.js';

/**
 * The part of a Standard Schema (https://standardschema.dev) that can give its JSON Schema.
 * Zod 4.2+, ArkType and Valibot (through its JSON Schema package) implement it; nothing of them is imported here.
 */
export interface StandardJsonSchema {
  readonly '~standard': {
    /** Version of the Standard Schema specification. */
    readonly version: 1;
    /** Name of the library that made the schema. */
    readonly vendor: string;
    /** Turns the schema into JSON Schema. */
    readonly jsonSchema: {
      /** JSON Schema of the value before parsing: what a model has to write. */
      input(options: { readonly target: 'draft-2020-12' | 'draft-07' | (string & {}) }): Record<string, unknown>;
    };
  };
}

/** A schema that a request carries: JSON Schema itself, or a Standard Schema that can give one. */
export type SchemaInput = JsonObject | StandardJsonSchema;
