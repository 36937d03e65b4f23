import type { ContextOverflow } from './context-overflow.js';
import type { HttpDetails } from './http-details.js';
import type { IncomingJson, JsonObject } from './json.js';
import type { Usage } from './usage.js';
import type { Warning } from './warning.js';

/** Texts to convert to vectors. Unset fields are not sent. */
export interface EmbeddingRequest {
  /** Id of the model. Default: the client's `embedModel`, then its `model`. */
  readonly model?: string | undefined;
  /** One text or several. `embed` sends more texts than the server accepts in several requests. See `Limits`. */
  readonly input: string | readonly string[];
  /** Length of the vectors, for models that can shorten them. The call fails if the server ignores it. */
  readonly dimensions?: number | undefined;
  /** Idle time in seconds after which the server may unload the model. */
  readonly ttlSeconds?: number | undefined;
  /**
   * Handling of a text that exceeds the context of the model. Default: `error` on Ollama if that is the client's setting, otherwise `server`.
   */
  readonly contextOverflow?: Exclude<ContextOverflow, 'trim'> | undefined;
  /** Additional fields for the request body. They are merged last, unchanged. */
  readonly extra?: JsonObject | undefined;
}

/** One vector for each input text. */
export interface EmbeddingResponse {
  /** The vectors, in the order of the input. All have the same length and contain finite numbers only. */
  readonly embeddings: number[][];
  /** The model that generated the response, as reported by the server. */
  readonly model: string;
  /** Token counts, summed over all requests. Absent if the server does not report them. */
  readonly usage?: Usage | undefined;
  /** Problems that did not fail the call, such as a dropped feature. */
  readonly warnings: readonly Warning[];
  /** The JSON body that the server sent. If the input was sent in several requests, an array of the bodies, in order. */
  readonly raw: IncomingJson;
  /**
   * The HTTP response that contained this response: status, headers, request id and rate limits. If several requests were sent, that of the last
   * one. Absent if the provider has no HTTP response, as in tests. Not enumerable: JSON and copies of the response do not have it.
   */
  readonly http?: HttpDetails | undefined;
}
