import type { FinishReason } from './finish-reason.js';
import type { IncomingJson, JsonObject } from './json.js';
import type { SamplingSettings } from './sampling.js';
import type { Timing, Usage } from './usage.js';
import type { Warning } from './warning.js';

/** Text to be continued by a model, without a chat template. What is unset is not sent. */
export interface CompletionRequest extends SamplingSettings {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** The text to continue. */
  readonly prompt: string;
  /** Text that follows the gap to fill, for models that can. */
  readonly suffix?: string | undefined;
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
