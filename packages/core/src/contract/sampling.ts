/** Settings for token sampling, output length and stop sequences, for chats and completions. Unset fields are not sent. */
export interface SamplingSettings {
  /** Sampling temperature. 0 is the least random. OpenAI accepts 0 to 2, LM Studio's native route 0 to 1. */
  readonly temperature?: number | undefined;
  /** Samples from the most likely tokens whose cumulative probability reaches this value, 0 to 1. */
  readonly topP?: number | undefined;
  /** Samples only from this many of the most likely tokens. */
  readonly topK?: number | undefined;
  /** Excludes tokens less likely than this fraction of the most likely token's probability, 0 to 1. */
  readonly minP?: number | undefined;
  /** Penalty factor for repeated tokens. 1 means no penalty. */
  readonly repeatPenalty?: number | undefined;
  /** Penalty that grows with the number of times a token has occurred, -2 to 2. */
  readonly frequencyPenalty?: number | undefined;
  /** Penalty for tokens that have occurred at all, -2 to 2. */
  readonly presencePenalty?: number | undefined;
  /** Maximum number of tokens to generate, including reasoning. */
  readonly maxOutputTokens?: number | undefined;
  /** Sequences at which the model stops. The response does not contain them. */
  readonly stop?: string | readonly string[] | undefined;
  /** Seed for reproducible sampling, if the server supports it. */
  readonly seed?: number | undefined;
  /** Idle time in seconds after which the server may unload the model. */
  readonly ttlSeconds?: number | undefined;
}

/** The features that the sampling settings of the same names require. A route may lack them. */
export type SamplingFeature =
  | 'stop'
  | 'seed'
  | 'topK'
  | 'minP'
  | 'repeatPenalty'
  | 'frequencyPenalty'
  | 'presencePenalty';
