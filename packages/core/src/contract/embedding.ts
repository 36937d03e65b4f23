import type { IncomingJson, JsonObject } from './json.js';
import type { Usage } from './usage.js';
import type { Warning } from './warning.js';

/** Texts to be turned into vectors. What is unset is not sent. */
export interface EmbeddingRequest {
  /** Id of the model. Default: the client's `embedModel`, then its `model`. */
  readonly model?: string | undefined;
  /** One text or several. */
  readonly input: string | readonly string[];
  /** Length of the vectors, for models that can shorten them. Some servers ignore it; then the call fails rather than lie. */
  readonly dimensions?: number | undefined;
  /** Seconds after its last use at which the server may unload the model. */
  readonly ttlSeconds?: number | undefined;
  /** Raw fields merged into the wire body, last. */
  readonly extra?: JsonObject | undefined;
}

/** Vectors, one for each text. */
export interface EmbeddingResponse {
  /** One vector per text, in the order of the input; all finite and of one length. */
  readonly embeddings: number[][];
  /** The model that answered, as the server names it. */
  readonly model: string;
  /** Tokens taken; absent when the server does not tell. */
  readonly usage?: Usage | undefined;
  /** What was asked for and not done, or looks wrong. */
  readonly warnings: readonly Warning[];
  /** The server's JSON body. */
  readonly raw: IncomingJson;
}
