import type { SchemaInput } from './standard-schema.js';

/** Plain text, the default of every server. */
export interface TextResponseFormat {
  readonly type: 'text';
}

/** Any JSON object. For LM Studio, which rejects this format, a schema that accepts any object is sent. */
export interface JsonObjectResponseFormat {
  readonly type: 'json_object';
}

/** JSON that matches a schema. */
export interface JsonSchemaResponseFormat {
  readonly type: 'json_schema';
  /** A JSON Schema, or a Standard Schema that can be converted to one. */
  readonly schema: SchemaInput;
  /** Name of the schema, which servers require. Default `response`. */
  readonly name?: string | undefined;
  /** Description of the schema. The model may read it. */
  readonly description?: string | undefined;
  /**
   * Set to true to request strict adherence to the schema, if the server supports it. OpenAI's strict mode requires that every field is
   * required. A schema that it does not support is an `invalid_request`. If unset, not sent.
   */
  readonly strict?: boolean | undefined;
}

/** Format of a response. */
export type ResponseFormat = TextResponseFormat | JsonObjectResponseFormat | JsonSchemaResponseFormat;
