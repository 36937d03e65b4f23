/** Every {@link EngineFailure}, for whoever reads one from a text. */
export const ENGINE_FAILURES = ['unloaded', 'reloaded', 'crash', 'promptOverflow', 'overflow', 'template'] as const;

/**
 * What can go wrong in the engine below the server: `unloaded` and `reloaded` (somebody else did that to the model),
 * `crash`, `promptOverflow` (the prompt is larger than the context), `overflow` (the response outgrew the context),
 * `template` (the chat template refuses the messages).
 */
export type EngineFailure = (typeof ENGINE_FAILURES)[number];

/** A failure that one request has to meet. */
export interface EngineFault {
  readonly failure: EngineFailure;
  /** After this many tokens of the response, so that a stream has begun. Default: before the response head. */
  readonly afterTokens?: number;
}
