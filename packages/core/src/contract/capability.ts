import type { SamplingFeature } from './sampling.js';

/** An operation that a route of a provider may support. */
export type Operation =
  | 'chat'
  | 'chat.stream'
  | 'completion'
  | 'completion.stream'
  | 'embedding'
  | 'models.list'
  | 'models.running'
  | 'models.load'
  | 'models.unload'
  | 'models.download'
  | 'models.downloadStatus'
  | 'models.describe'
  | 'models.delete'
  | 'tokens.count';

/**
 * An operation, or `models.loadProgress`: `load` and `ensureLoaded` report progress to `onProgress`. It is never required. The feature
 * `loadProgress` is about chats.
 */
export type Capability = Operation | 'models.loadProgress';

/**
 * A part of a chat that a route may support. A field of the request requires it (for `resume`, a call option). `loadProgress` and
 * `promptProgress` are never required: they describe progress events that a route emits.
 */
export type ChatFeature =
  | 'systemMessage'
  | 'assistantMessages'
  | 'tools'
  | 'toolChoice'
  | 'parallelToolCalls'
  | 'jsonObject'
  | 'jsonSchema'
  | 'imageInput'
  | 'reasoning'
  | SamplingFeature
  | 'logprobs'
  | 'statefulChat'
  | 'integrations'
  | 'contextLength'
  | 'ttl'
  | 'contextOverflowError'
  | 'resume'
  | 'loadProgress'
  | 'promptProgress';

/**
 * Support of a route for a capability or feature. `yes` does not tell whether a model has it, see `dependsOnModel` of `SupportCell`. `unknown`
 * means that it depends on the server, or on a model that the server does not describe. The request is then sent.
 */
export type Support = 'yes' | 'no' | 'unknown';

/** A cell of the matrix: the support, optionally with a human-readable note. */
export type SupportCell =
  | Support
  | {
      readonly support: Support;
      readonly note: string;
      /**
       * True if a model of the server may lack it. Before a request that needs it, the client asks the server to describe the model, unless
       * the description is known. The description then decides. Default false.
       */
      readonly dependsOnModel?: boolean | undefined;
    };

/** The smallest and the largest value that is accepted. */
export type ValueRange = readonly [min: number, max: number];

/**
 * The keywords of JSON Schema to which a server holds the output of a model, for each kind of schema. The kind of a schema is the first one that
 * applies: `$ref`, `anyOf`, `oneOf`, `allOf`, `enum` (also for `const`), then its `type`. A schema without a type is an `object` or `array` if it
 * has one of the keywords of that kind. The kind `any` is an empty schema. A kind that is missing is not held.
 *
 * The keyword that names the kind is not listed, nor are annotations such as `description`. Keywords that are not listed have no effect
 * together with the others, or the server rejects them.
 */
export type SchemaKeywords = {
  readonly [Kind in SchemaKind]?: readonly string[];
} & {
  /** Values of `format` that are held. Default: none. */
  readonly formats?: readonly string[] | undefined;
  /**
   * Set to true if only simple patterns are held: those that match a whole string, without lookaround, references, classes such as `\\s` and
   * characters that JSON escapes. Default false.
   */
  readonly simplePatterns?: boolean | undefined;
};

/** A kind of JSON Schema, see `SchemaKeywords`. */
export type SchemaKind =
  | '$ref'
  | 'anyOf'
  | 'oneOf'
  | 'allOf'
  | 'enum'
  | 'object'
  | 'array'
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'null'
  | 'any';

/**
 * The limits of a route. For a chat or completion with a setting outside its range, the planner chooses another route. A limit that is not
 * set does not exist, or is not known.
 */
export interface RouteLimits {
  /** Maximum number of texts in one embedding request. `embed` splits larger inputs. */
  readonly embedInputs?: number | undefined;
  /**
   * Maximum size of all texts in one embedding request, in bytes of UTF-8. `embed` splits larger inputs, and sends a single text that is larger
   * in a request of its own. A token takes at least one byte, so the number of bytes is also a limit on the number of tokens.
   */
  readonly embedBytes?: number | undefined;
  /** Range of `temperature`. */
  readonly temperature?: ValueRange | undefined;
  /** Range of `topP`. */
  readonly topP?: ValueRange | undefined;
  /** Range of `topK`. */
  readonly topK?: ValueRange | undefined;
  /** Range of `minP`. */
  readonly minP?: ValueRange | undefined;
  /** Range of `repeatPenalty`. */
  readonly repeatPenalty?: ValueRange | undefined;
  /** Range of `frequencyPenalty`. */
  readonly frequencyPenalty?: ValueRange | undefined;
  /** Range of `presencePenalty`. */
  readonly presencePenalty?: ValueRange | undefined;
  /**
   * Keywords of a `json_schema` to which the server holds the output. `generateObject` sends no others, and reports those that it leaves out.
   * Default: not known. All keywords are then sent, and those that few servers hold are reported.
   */
  readonly schemaKeywords?: SchemaKeywords | undefined;
}

/** The sampling settings for which a route may have a range. */
export type RangedSetting = Exclude<keyof RouteLimits, 'embedInputs' | 'embedBytes' | 'schemaKeywords'>;

/** The support of one route. It has a cell for every capability and feature, so that the compiler reports a missing one. */
export type RouteCapabilities = { readonly [Key in Capability | ChatFeature]: SupportCell } & {
  /** Limits of the route. Default: none. */
  readonly limits?: RouteLimits | undefined;
};

/** The support of a provider, for each of its routes. */
export interface CapabilityMatrix {
  /** Id of the provider. */
  readonly provider: string;
  /** Routes by name, in order of preference. The planner tries them in this order. */
  readonly routes: { readonly [route: string]: RouteCapabilities };
}
