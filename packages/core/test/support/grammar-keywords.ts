import type { SchemaKeywords } from '../../src/contract/capability.js';

/** What llama.cpp's grammars hold, see GRAMMAR_KEYWORDS of @lmux/provider-openai. */
export const GRAMMAR: SchemaKeywords = {
  $ref: [],
  anyOf: [],
  enum: [],
  object: ['properties', 'required', 'additionalProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
  string: ['pattern', 'minLength', 'maxLength'],
  integer: ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'],
  number: [],
  boolean: [],
  null: [],
  any: [],
  formats: ['date', 'time', 'date-time', 'uuid'],
  simplePatterns: true,
};
