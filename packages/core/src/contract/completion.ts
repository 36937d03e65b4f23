import type { FinishReason } from './finish-reason.js';
import type { IncomingJson, JsonObject } from './json.js';
import type { Timing } from './timing.js';
import type { Usage } from './usage.js';
import type { Warning } from './warning.js';

/** Text to be continued by a model, without a chat template. What is unset is not sent. */
export interface CompletionRequest {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** The text to continue. */
  readonly prompt: string;
  /** Text that follows the gap to fill, for models that can. */
  readonly suffix?: string | undefined;
  /** Randomness of the choice of tokens; 0 is the least. */
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
  /** Most tokens that the continuation may have. */
  readonly maxOutputTokens?: number | undefined;
  /** Text at which the model stops; it is not part of the result. */
  readonly stop?: string | readonly string[] | undefined;
  /** Makes the choice of tokens repeatable, where the server can. */
  readonly seed?: number | undefined;
  /** Seconds after its last use at which the server may unload the model. */
  readonly ttlSeconds?: number | undefined;
  /** Raw fields merged into the wire body, last. */
  readonly extra?: JsonObject | undefined;
}

/** A finished continuation. */
export interface CompletionResponse {
  /** The server's id of the result. */
  readonly id?: string | undefined;
  /** The model that answered, as the server names it. */
  readonly model: string;
  /** The route that served the request. */
  readonly route: string;
  /** The continuation; empty when there is none. */
  readonly text: string;
  /** Why the model stopped. */
  readonly finishReason: FinishReason;
  /** Tokens taken; absent when the server does not tell. */
  readonly usage?: Usage | undefined;
  /** How long it took, as the server measured it; absent when it does not tell. */
  readonly timing?: Timing | undefined;
  /** What was asked for and not done, or looks wrong. */
  readonly warnings: readonly Warning[];
  /** The server's own answer: its JSON body, or the last wire event of a stream that carried something but text. */
  readonly raw: IncomingJson;
}
