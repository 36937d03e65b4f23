import type { ToolDefinition } from '../contract/tool.js';
import { LmError } from '../errors/lm-error.js';
import { maskPointer } from '../errors/looks-secret.js';
import { shownWord } from '../validate/check.js';
import { convertSchema } from './convert-schema.js';

/** Returns the name of the schema of a tool for errors, without an article: `schema of tool "get_weather"`. */
export function toolSchemaName({ name }: ToolDefinition): string {
  return `schema of tool ${JSON.stringify(maskPointer(name))}`;
}

/**
 * Returns the parameters of a tool as JSON Schema, without `$schema`, or `undefined` if it has none.
 *
 * @throws `invalid_request`, with the name of the tool, for a schema that cannot be converted, contains itself, is nested too deeply, or is not that of an
 *   object.
 */
export function toolSchemaOf(tool: ToolDefinition): Record<string, unknown> | undefined {
  if (tool.parameters === undefined) return undefined;
  const name = `The ${toolSchemaName(tool)}`;
  const schema = convertSchema(tool.parameters, name);
  const { type } = schema;
  if (type !== undefined && ![type].flat().includes('object')) {
    throw new LmError(
      'invalid_request',
      `${name} must have the type "object", because the arguments of a call are an object; received ${shownWord(type)}. Make the value a property of an object.`,
    );
  }
  return schema;
}
