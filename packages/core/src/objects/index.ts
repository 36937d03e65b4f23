// For applications that read the objects of models, also while they arrive.
export { PartialJsonParser } from './partial-json-parser.js';
export { isObjectError } from '../errors/guards.js';
export type { PartialJsonParserOptions } from './partial-json-parser-options.js';
export type { JsonPath } from './value-builder.js';
export { ObjectError, type ObjectErrorInit } from '../errors/object-error.js';
