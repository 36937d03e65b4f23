/**
 * Why the model stopped, in one vocabulary: `stop` at its own end or a stop sequence, `length` at a token limit,
 * `tool-calls` to have tools run, `content-filter` by a filter, `error` by a fault, `unknown` where the server does not say.
 */
export type UnifiedFinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'error' | 'unknown';

/** Why the model stopped, in our words and in the server's. */
export interface FinishReason {
  /** The reason in one vocabulary for all servers. */
  readonly unified: UnifiedFinishReason;
  /** The reason as the server wrote it; `undefined` when it sent none. */
  readonly raw: string | undefined;
}
