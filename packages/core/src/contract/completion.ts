import type { ContextOverflow } from './context-overflow.js';
import type { FinishReason } from './finish-reason.js';
import type { HttpDetails } from './http-details.js';
import type { IncomingJson, JsonObject } from './json.js';
import type { SamplingSettings } from './sampling.js';
import type { Timing, Usage } from './usage.js';
import type { Warning } from './warning.js';

/** Text for a model to continue, normally without a chat template. Unset fields are not sent. */
export interface CompletionRequest extends SamplingSettings {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** The text to continue. */
  readonly prompt: string;
  /** Text after the gap, for models that support fill-in-the-middle. */
  readonly suffix?: string | undefined;
  /**
   * Handling of a prompt that exceeds the context of the model. It cannot be trimmed. Default: the client's setting if that is `error`, then
   * `server`.
   */
  readonly contextOverflow?: Exclude<ContextOverflow, 'trim'> | undefined;
  /** Additional fields for the request body. They are merged last, unchanged. */
  readonly extra?: JsonObject | undefined;
}

/** The complete response of a model to a completion request. */
export interface CompletionResponse {
  /** The response id assigned by the server. */
  readonly id?: string | undefined;
  /** The model that generated the response, as reported by the server. */
  readonly model: string;
  /** Name of the route that served the request. */
  readonly route: string;
  /** The generated text, without the prompt. Empty if there is none. */
  readonly text: string;
  /** Reason why the model stopped. */
  readonly finishReason: FinishReason;
  /** Token counts. Absent if the server does not report them. */
  readonly usage?: Usage | undefined;
  /** Times measured by the server. Absent if it does not report them. */
  readonly timing?: Timing | undefined;
  /** Problems that did not fail the call, such as a dropped feature. */
  readonly warnings: readonly Warning[];
  /** The JSON body that the server sent. For a stream, the last item that contained more than text. */
  readonly raw: IncomingJson;
  /**
   * The HTTP response that contained this response: status, headers, request id and rate limits. If several requests were sent, that of the last
   * one. Absent if the provider has no HTTP response, as in tests. Not enumerable: JSON and copies of the response do not have it.
   */
  readonly http?: HttpDetails | undefined;
}
