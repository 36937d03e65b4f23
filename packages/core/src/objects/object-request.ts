import type { CallOptions } from '../contract/call-options.js';
import type { ChatRequest, ChatResponse } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import type { Plan } from '../contract/plan.js';
import type { ObjectSchema, ValidationResult } from '../contract/standard-schema.js';

/**
 * How a model is asked for an object.
 *
 * - `jsonSchema` sends the schema as `responseFormat`. Most servers then hold the model to it.
 * - `tool` asks for the call of a tool whose arguments are the object.
 * - `jsonObject` asks for any JSON object, and describes the schema in the prompt.
 * - `prompt` only describes the schema in the prompt.
 */
export type ObjectMode = 'jsonSchema' | 'tool' | 'jsonObject' | 'prompt';

/** A value to choose from. */
export type ChoiceValue = string | number | boolean | null;

/** Validates a value that matches a JSON Schema. Ajv and others check the same schema. */
export type ObjectValidator<T> = (value: unknown) => ValidationResult<T> | Promise<ValidationResult<T>>;

/** The chat of an object: its messages and settings. */
export interface ObjectChatRequest extends Omit<
  ChatRequest,
  'responseFormat' | 'tools' | 'toolChoice' | 'parallelToolCalls'
> {
  /** Name of the object, which servers require. The model may read it. Default `response`. */
  readonly name?: string | undefined;
  /** Description of the object. The model may read it. */
  readonly description?: string | undefined;
  /**
   * Set to true to request strict adherence to the schema, if the server supports it. OpenAI's strict mode requires that
   * every field is required. A schema that it does not support is an `invalid_request`. If unset, not sent.
   */
  readonly strict?: boolean | undefined;
  /** Not for an object. The mode sets it. */
  readonly responseFormat?: undefined;
  /** Not for an object. The mode sets it. */
  readonly tools?: undefined;
  /** Not for an object. The mode sets it. */
  readonly toolChoice?: undefined;
  /** Not for an object. It is at most one tool call. */
  readonly parallelToolCalls?: undefined;
}

/** A request for one object. */
interface SchemaTarget<Schema> {
  /** Schema of the object: a Standard Schema, or JSON Schema with `validate`. */
  readonly schema: Schema;
  readonly elements?: undefined;
  readonly maxElements?: undefined;
  readonly choice?: undefined;
}

/** A request for a list. */
interface ElementsTarget<Schema> {
  /** Schema of each element of a list: a Standard Schema, or JSON Schema with `validate`, which validates one element. */
  readonly elements: Schema;
  /** Maximum number of elements. Small models may never end a list without one. Default: no maximum. */
  readonly maxElements?: number | undefined;
  readonly schema?: undefined;
  readonly choice?: undefined;
}

/** A request for one of several values. */
interface ChoiceTarget {
  /** The values to choose from. */
  readonly choice: readonly ChoiceValue[];
  readonly schema?: undefined;
  readonly elements?: undefined;
  readonly maxElements?: undefined;
  readonly validate?: undefined;
}

/** A Standard Schema validates by itself. */
interface Validated {
  readonly validate?: undefined;
}

/** JSON Schema does not validate by itself. */
interface WithValidator {
  /** Validates the value, and tells its type. Required for JSON Schema. */
  readonly validate: ObjectValidator<unknown>;
}

/** A request for a typed object, a list of them, or one of several values. */
export type ObjectRequest = ObjectChatRequest &
  (
    | (SchemaTarget<ObjectSchema> & Validated)
    | (SchemaTarget<JsonObject> & WithValidator)
    | (ElementsTarget<ObjectSchema> & Validated)
    | (ElementsTarget<JsonObject> & WithValidator)
    | ChoiceTarget
  );

type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/**
 * A request without unknown fields. TypeScript does not check for them itself where it infers the type of the request. A function that passes a
 * request on takes this type too: `<Request extends ObjectRequest>(request: ExactRequest<Request>)`.
 */
export type ExactRequest<Request> = Request & {
  readonly [Key in Exclude<keyof Request, KeysOf<ObjectRequest>>]: never;
};

/** A request for a list of typed elements. */
export type ElementsRequest = Extract<ObjectRequest, { readonly elements: object }>;

/** Options of a call for an object. */
export interface ObjectOptions extends CallOptions {
  /** How the model is asked. Default: the first mode that the provider and the model support, in the order of `ObjectMode`. */
  readonly mode?: ObjectMode | undefined;
  /**
   * Maximum number of further requests if a response is not a valid object. The model then receives its response and the issues. Not for a
   * response that reached the maximum number of tokens, or a refusal. The timeouts count for each request. If a request for a repair fails, the
   * error is `object_invalid` with that error as its `cause`. Default 1.
   */
  readonly maxRepairs?: number | undefined;
  /**
   * Set to true to reject a schema that the server does not hold completely, with `invalid_request`, instead of the warning `schema_adapted`.
   * Only the mode `jsonSchema` is then used. Default false.
   */
  readonly strictSchema?: boolean | undefined;
}

/** A response with a validated object. After a repair, the other fields, such as `usage`, are those of the last response. */
export type ObjectResponse<T> = ChatResponse & {
  /** The validated object. */
  readonly object: T;
};

/** The decision on a request for an object, made before anything is sent. `explainObject` returns it. */
export interface ObjectPlan {
  /** How the model is asked. */
  readonly mode: ObjectMode;
  /** The JSON Schema that is sent. */
  readonly schema: JsonObject;
  /**
   * JSON Pointers to the keywords of the schema to which the server does not hold the model. The object is validated against them. Empty if it
   * holds all of them. Also empty in the other modes than `jsonSchema`, in which lmux does not expect a server to hold any.
   */
  readonly unsupported: readonly string[];
  /**
   * JSON Pointers to what has no maximum length: strings, arrays, records and any values, and `elements` for the list itself. Small models may
   * never end them.
   */
  readonly unbounded: readonly string[];
  /** The plan of the chat. */
  readonly plan: Plan;
}
