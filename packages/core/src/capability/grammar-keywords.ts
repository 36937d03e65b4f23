import type { SchemaKeywords } from '../contract/capability.js';

/**
 * The keywords of JSON Schema that llama.cpp's grammars hold. Tried with llama-server b11434 and Ollama 0.17.4, by validating random texts of the
 * grammars. Some hold for some values only: `required` for names in `properties`, and `pattern` for simple anchored patterns. The calendar of
 * dates is not checked. `oneOf` is treated as `anyOf`, and an `allOf` of anything but objects becomes an empty object.
 */
export const GRAMMAR_KEYWORDS = {
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
} as const satisfies SchemaKeywords;
