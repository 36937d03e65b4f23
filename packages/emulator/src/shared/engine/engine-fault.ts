import type { EngineFailure } from './engine-failure.js';

/** A failure that one request has to meet. */
export interface EngineFault {
  readonly failure: EngineFailure;
  /** After this many tokens of the answer, so that a stream has begun. Default: before the response head. */
  readonly afterTokens?: number;
}
