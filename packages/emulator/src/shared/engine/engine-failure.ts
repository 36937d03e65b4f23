/** All values of {@link EngineFailure}. */
export const ENGINE_FAILURES = ['unloaded', 'reloaded', 'crash', 'promptOverflow', 'overflow', 'template'] as const;

/**
 * A failure of the engine below the server: `unloaded` and `reloaded` (another client did that to the model), `crash`,
 * `promptOverflow` (the prompt does not fit into the context), `overflow` (the response exceeds the context) or
 * `template`
 * (the chat template rejects the messages).
 */
export type EngineFailure = (typeof ENGINE_FAILURES)[number];

/** An engine failure to apply to one request. */
export interface EngineFault {
  readonly failure: EngineFailure;
  /**
   * Number of tokens of the response before the failure, when a stream has already started. Default: the engine fails
   * before the response head.
   */
  readonly afterTokens?: number;
}
