/**
 * Something that the caller asked for and did not get, or that looks wrong, but did not stop the call.
 * `code` is stable: `feature_dropped` (a setting that the route lacks was left out), `model_mismatch` (another model than
 * the one asked for answered), `context_length_mismatch`, `prompt_truncated` (the server seems to have left out a part of the prompt that
 * did not fit into the context), `stream_resumed`; providers may add codes of their own.
 */
export interface Warning {
  /** What kind of warning it is; stable across releases. */
  readonly code:
    | 'feature_dropped'
    | 'model_mismatch'
    | 'context_length_mismatch'
    | 'prompt_truncated'
    | 'stream_resumed'
    | (string & {});
  /** One sentence for people. */
  readonly message: string;
  /** The feature or setting concerned, where there is one. */
  readonly feature?: string | undefined;
}
