// For applications that want typed objects from models, or read JSON while it arrives.
export { explainObject, generateObject } from './generate-object.js';
export { streamObject, type ObjectStreamOf } from './stream-object.js';
export { PartialJsonParser } from './partial-json-parser.js';
export { isObjectError } from '../errors/guards.js';
export { ObjectError, type ObjectErrorInit, type ObjectIssue } from '../errors/object-error.js';
export type { ElementStream, ObjectStream } from './object-stream.js';
export type {
  ChoiceValue,
  ElementsRequest,
  ExactRequest,
  ObjectChatRequest,
  ObjectMode,
  ObjectOptions,
  ObjectPlan,
  ObjectRequest,
  ObjectResponse,
  ObjectValidator,
} from './object-request.js';
export type { DeepPartial, ElementOf, ObjectOf, PartialOf } from './object-types.js';
export type { ObjectSchema, ValidationIssue, ValidationResult } from '../contract/standard-schema.js';
export type { PartialJsonParserOptions } from './partial-json-parser-options.js';
export type { JsonPath } from './value-builder.js';
