import { jsonSchemaOf, type ChatRequest } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import type { ChatJsonSchema, ChatResponseFormat } from './wire.js';

/** Servers refuse a schema without a name. */
const DEFAULT_NAME = 'response';

/** The form of the reply, in the wire's words. */
export function encodeResponseFormat(
  format: ChatRequest['responseFormat'],
  dialect: Dialect,
): ChatResponseFormat | undefined {
  if (format === undefined) return undefined;
  switch (format.type) {
    case 'text':
      return { type: 'text' };
    case 'json_object':
      return dialect.jsonObjectAsSchema
        ? { type: 'json_schema', json_schema: { name: DEFAULT_NAME, schema: { type: 'object' } } }
        : { type: 'json_object' };
    case 'json_schema':
      return {
        type: 'json_schema',
        json_schema: withoutUndefined({
          name: format.name ?? DEFAULT_NAME,
          description: format.description,
          schema: jsonSchemaOf(format.schema, 'responseFormat.schema'),
          strict: format.strict,
        }) as ChatJsonSchema,
      };
    default:
      return format satisfies never;
  }
}
