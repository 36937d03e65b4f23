import type { IncomingJson, JsonObject } from './json.js';
import type { Warning } from './warning.js';

/** Type of a model. `unknown` if the server does not report it. */
export type ModelType = 'llm' | 'embedding' | 'unknown';

/** A loaded copy of a model. */
export interface ModelInstance {
  /** Id for requests and for `models.unload`. */
  readonly id: string;
  /** Context length in tokens that one request has. `undefined` if the server does not report it. */
  readonly contextLength?: number | undefined;
  /** Settings of the instance, as reported by the server. */
  readonly config: JsonObject;
}

/** Abilities of a model. A property is `undefined` if the server does not report it. */
export interface ModelCapabilities {
  /** True if the model accepts images. */
  readonly vision?: boolean | undefined;
  /** True if the model was trained to call tools. */
  readonly toolUse?: boolean | undefined;
  /** Accepted values of `ChatRequest.reasoning`, and the default of the model. */
  readonly reasoning?: { readonly allowed: readonly string[]; readonly default?: string | undefined } | undefined;
}

/** A model that the server has. Values that the server does not report are absent. */
export interface ModelInfo {
  /** Id for requests. */
  readonly id: string;
  /** Other names that requests may use. */
  readonly aliases?: readonly string[] | undefined;
  readonly type: ModelType;
  /** True if the model is in memory. `undefined` if the server does not report it. */
  readonly loaded: boolean | undefined;
  /** Loaded copies of the model. Empty if there are none or the server does not report them. */
  readonly instances: readonly ModelInstance[];
  readonly capabilities: ModelCapabilities;
  /**
   * Context length in tokens with which the model runs. A request cannot use more. If the server divides its context among slots, this is the
   * length of one slot. For a model with several instances, it is that of the first one, which serves the id of the model. `undefined` if the
   * model is not loaded or the server does not report it.
   */
  readonly contextLength?: number | undefined;
  /** Maximum context length in tokens with which the model can be loaded. */
  readonly maxContextLength?: number | undefined;
  /** Digest of the model's files. It changes when the model is replaced under the same id. */
  readonly digest?: string | undefined;
  /** Human-readable name. */
  readonly displayName?: string | undefined;
  /** Publisher, such as `qwen`. */
  readonly publisher?: string | undefined;
  /** Architecture, such as `qwen3`. */
  readonly architecture?: string | undefined;
  /** Quantization, such as `Q4_K_M`. */
  readonly quantization?: string | undefined;
  /** Size of the model in bytes. */
  readonly sizeBytes?: number | undefined;
  /** Number of parameters as text, such as `4B`. */
  readonly parameters?: string | undefined;
  /** File format, such as `gguf` or `mlx`. */
  readonly format?: string | undefined;
  /** The entry as the server sent it. */
  readonly raw: IncomingJson;
}

/** A model to load. Unset fields are not sent. */
export interface LoadRequest {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** Context length in tokens. The server may choose another: see `LoadedModel.contextLength`. */
  readonly contextLength?: number | undefined;
  /** Number of prompt tokens to process in one batch. */
  readonly evalBatchSize?: number | undefined;
  /** Set to true to use flash attention. */
  readonly flashAttention?: boolean | undefined;
  /** Number of active experts of a mixture-of-experts model. */
  readonly numExperts?: number | undefined;
  /** Set to true to keep the KV cache in GPU memory. */
  readonly offloadKvCacheToGpu?: boolean | undefined;
  /** Additional fields for the request body. They are merged last, unchanged. */
  readonly extra?: JsonObject | undefined;
}

/** Progress of a load. */
export interface LoadProgress {
  /** Progress from 0 to 1, over all stages. */
  readonly fraction: number;
  /** Current stage, as the server names it, if the load has several. */
  readonly stage?: string | undefined;
}

/**
 * A loaded model. `await using` unloads it at the end of the block if this client has loaded it and no other `LoadedModel` of this client
 * uses the instance.
 */
export interface LoadedModel extends AsyncDisposable {
  /** Id of the instance, for requests and for `models.unload`. */
  readonly instanceId: string;
  readonly type: ModelType;
  /** Duration of the load in seconds. 0 if the model was already loaded. */
  readonly loadSeconds: number;
  /** Context length in tokens that one request has, if the server reports it. */
  readonly contextLength?: number | undefined;
  /** Settings of the instance, if the server reports them. */
  readonly config?: JsonObject | undefined;
  /** Problems that did not fail the load, such as `context_length_mismatch`. */
  readonly warnings: readonly Warning[];
}
