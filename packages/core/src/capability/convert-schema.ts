import type { SchemaInput, StandardJsonSchema } from '../contract/standard-schema.js';
import { LmError } from '../errors/lm-error.js';
import { cutText, maskSecrets } from '../errors/redact.js';

/** Maximum number of objects and lists inside each other. A deeper schema could exhaust the stack, here and on the server. */
const MAX_DEPTH = 500;

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

/** Returns true also for a value that contains itself. */
function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === MAX_DEPTH || Object.values(value).some((inner) => isTooDeep(inner, depth + 1));
}

function toJsonSchema(schema: SchemaInput, name: string): Record<string, unknown> {
  if (!isStandard(schema)) return schema;
  const standard = schema['~standard'];
  if (typeof standard.jsonSchema?.input !== 'function') {
    throw new LmError(
      'invalid_request',
      `${name} comes from "${standard.vendor}" and cannot be converted to JSON Schema. Use Zod 4.2 or newer, toStandardJsonSchema() of "@valibot/to-json-schema", or pass JSON Schema.`,
    );
  }
  try {
    return standard.jsonSchema.input({ target: 'draft-2020-12' });
  } catch (cause) {
    throw new LmError(
      'invalid_request',
      `${name} could not be converted to JSON Schema by "${standard.vendor}"${reasonOf(cause)} Use types that JSON has, such as a string for a date, and transform them.`,
      { cause },
    );
  }
}

/**
 * Returns a schema as JSON Schema, without `$schema`.
 *
 * @param name Name of the schema at the beginning of an error.
 * @throws `invalid_request` for a Standard Schema that cannot be converted, and for a schema that contains itself or is nested too deeply.
 */
export function convertSchema(schema: SchemaInput, name: string): Record<string, unknown> {
  const converted = toJsonSchema(schema, name);
  if (isTooDeep(converted)) {
    throw new LmError(
      'invalid_request',
      `${name} contains itself, or is nested more than ${MAX_DEPTH} levels deep. Use "$ref" for a schema that contains itself.`,
    );
  }
  return withoutDialect(converted);
}
