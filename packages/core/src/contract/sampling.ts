/** How a model chooses its tokens and when it stops: what chats and completions share. What is unset is not sent. */
export interface SamplingSettings {
  /** Randomness of the choice of tokens; 0 is the least. OpenAI allows 0 to 2, LM Studio's native route 0 to 1. */
  readonly temperature?: number | undefined;
  /** Choose among the likeliest tokens whose probabilities add up to this, 0 to 1. */
  readonly topP?: number | undefined;
  /** Choose among this many likeliest tokens. */
  readonly topK?: number | undefined;
  /** Leave out tokens less likely than this share of the likeliest one, 0 to 1. */
  readonly minP?: number | undefined;
  /** Penalty on repeated tokens, as a factor; 1 is none. */
  readonly repeatPenalty?: number | undefined;
  /** Penalty that grows with how often a token has occurred, -2 to 2. */
  readonly frequencyPenalty?: number | undefined;
  /** Penalty on tokens that have occurred at all, -2 to 2. */
  readonly presencePenalty?: number | undefined;
  /** Most tokens that the reply may have, reasoning included. */
  readonly maxOutputTokens?: number | undefined;
  /** Text at which the model stops; it is not part of the reply. */
  readonly stop?: string | readonly string[] | undefined;
  /** Makes the choice of tokens repeatable, where the server can. */
  readonly seed?: number | undefined;
  /** Seconds after its last use at which the server may unload the model. */
  readonly ttlSeconds?: number | undefined;
}

/** The features that a sampling setting of the same name asks for: the settings that a route may lack. */
export type SamplingFeature =
  | 'stop'
  | 'seed'
  | 'topK'
  | 'minP'
  | 'repeatPenalty'
  | 'frequencyPenalty'
  | 'presencePenalty';
