import { jsonSchemaOf, type ChatRequest } from '@lmux/core/provider';
import type { Format } from '../wire.js';

/** The form of the reply, in the wire's words; text is what comes unasked. */
export function encodeFormat(format: ChatRequest['responseFormat']): Format | undefined {
  switch (format?.type) {
    case 'json_object':
      return 'json';
    case 'json_schema':
      return jsonSchemaOf(format.schema, 'responseFormat.schema');
    default:
      return undefined;
  }
}
