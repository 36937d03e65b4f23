import type { SchemaInput } from './standard-schema.js';

/** Text without a form: every server's default. */
export interface TextResponseFormat {
  readonly type: 'text';
}

/** Any JSON object. LM Studio refuses this: use `json_schema` there. */
export interface JsonObjectResponseFormat {
  readonly type: 'json_object';
}

/** JSON that fits a schema. */
export interface JsonSchemaResponseFormat {
  readonly type: 'json_schema';
  /** JSON Schema, or a Standard Schema that can give one. */
  readonly schema: SchemaInput;
  /** Name of the schema; servers require one. Default `response`. */
  readonly name?: string | undefined;
  /** What the schema is for; the model may read it. */
  readonly description?: string | undefined;
  /** Ask the server to hold the model to the schema exactly, where it can. Unset: not sent. */
  readonly strict?: boolean | undefined;
}

/** The form that the reply must have. */
export type ResponseFormat = TextResponseFormat | JsonObjectResponseFormat | JsonSchemaResponseFormat;
