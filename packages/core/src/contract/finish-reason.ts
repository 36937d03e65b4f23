/**
 * Reason why the model stopped, normalized for all servers.
 *
 * - `stop`: the end of the response or a stop sequence
 * - `length`: a token limit
 * - `tool-calls`: tools to run
 * - `content-filter`: a content filter
 * - `error`: a failure of the model or the server
 * - `unknown`: the server reports no reason, or one that lmux does not know
 */
export type UnifiedFinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'error' | 'unknown';

/** Reason why the model stopped, normalized and as the server sent it. */
export interface FinishReason {
  /** The normalized reason. */
  readonly unified: UnifiedFinishReason;
  /** The reason as the server sent it. `undefined` if it sent none. */
  readonly raw: string | undefined;
}
