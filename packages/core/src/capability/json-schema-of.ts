import type { SchemaInput, StandardJsonSchema } from '../contract/standard-schema.js';
import { LmError } from '../errors/lm-error.js';
import { cutText, maskSecrets } from '../errors/redact.js';

function isStandard(schema: SchemaInput): schema is StandardJsonSchema {
  return typeof (schema as Partial<StandardJsonSchema>)['~standard'] === 'object';
}

/** Returns a schema without the URL of its dialect, which Gemini rejects (mastra-ai/mastra issue 5228, QwenLM/qwen-code issue 1186). */
function withoutDialect(schema: Record<string, unknown>): Record<string, unknown> {
  if (!('$schema' in schema)) return schema;
  const { $schema: _, ...rest } = schema;
  return rest;
}

/** Returns the reason of a schema library, such as "Date cannot be represented in JSON Schema". */
function reasonOf(cause: unknown): string {
  const reason = cause instanceof Error ? cutText(maskSecrets(cause.message), 200) : '';
  return reason === '' ? '. The reason is in "cause".' : `: ${reason}${reason.endsWith('.') ? '' : '.'}`;
}

/**
 * Returns a schema as JSON Schema, without `$schema`.
 *
 * @param where Path of the schema in the request, for the error.
 * @throws `invalid_request` for a Standard Schema that cannot be converted.
 */
export function jsonSchemaOf(schema: SchemaInput, where: string): Record<string, unknown> {
  if (!isStandard(schema)) return withoutDialect(schema);
  const standard = schema['~standard'];
  if (typeof standard.jsonSchema?.input !== 'function') {
    throw new LmError(
      'invalid_request',
      `"${where}" is a schema of "${standard.vendor}" that cannot be converted to JSON Schema. Use Zod 4.2 or newer, toStandardJsonSchema() of "@valibot/to-json-schema", or pass JSON Schema.`,
    );
  }
  try {
    return withoutDialect(standard.jsonSchema.input({ target: 'draft-2020-12' }));
  } catch (cause) {
    throw new LmError(
      'invalid_request',
      `"${where}" could not be converted to JSON Schema by "${standard.vendor}"${reasonOf(cause)} Use types that JSON has, such as a string for a date, and transform them.`,
      { cause },
    );
  }
}
