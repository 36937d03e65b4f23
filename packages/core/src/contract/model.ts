import type { IncomingJson, JsonObject } from './json.js';
import type { Warning } from './warning.js';

/** What kind of model it is; `unknown` where the server does not say. */
export type ModelType = 'llm' | 'embedding' | 'unknown';

/** A loaded copy of a model. */
export interface ModelInstance {
  /** Id by which this copy can be used and unloaded. */
  readonly id: string;
  /** Its settings, as the server reports them. */
  readonly config: JsonObject;
}

/** What a model can do; `undefined` where the server does not tell. */
export interface ModelCapabilities {
  /** Whether it reads images. */
  readonly vision?: boolean | undefined;
  /** Whether it was trained to call tools. */
  readonly toolUse?: boolean | undefined;
  /** The reasoning settings that it takes, and the one it uses unasked. */
  readonly reasoning?: { readonly allowed: readonly string[]; readonly default?: string | undefined } | undefined;
}

/** A model that a server has. What the server does not tell is absent. */
export interface ModelInfo {
  /** Id to use in requests. */
  readonly id: string;
  /** Other names that requests may use for it. */
  readonly aliases?: readonly string[] | undefined;
  readonly type: ModelType;
  /** Whether it is in memory; `undefined` where the server does not tell. */
  readonly loaded: boolean | undefined;
  /** Its loaded copies; empty when there are none or the server does not tell. */
  readonly instances: readonly ModelInstance[];
  readonly capabilities: ModelCapabilities;
  /** Most tokens of context that it can have. */
  readonly maxContextLength?: number | undefined;
  /** Name for people. */
  readonly displayName?: string | undefined;
  /** Who published it. */
  readonly publisher?: string | undefined;
  /** Its architecture, such as `qwen3`. */
  readonly architecture?: string | undefined;
  /** Its quantization, such as `Q4_K_M`. */
  readonly quantization?: string | undefined;
  /** Size of its file in bytes. */
  readonly sizeBytes?: number | undefined;
  /** Number of its parameters in words, such as `4B`. */
  readonly parameters?: string | undefined;
  /** Format of its file, such as `gguf` or `mlx`. */
  readonly format?: string | undefined;
  /** The server's own entry. */
  readonly raw: IncomingJson;
}

/** A model to be loaded. What is unset is not sent. */
export interface LoadRequest {
  /** Id of the model. Default: the client's `model`. */
  readonly model?: string | undefined;
  /** Tokens of context. A request, not a promise: see `LoadedModel.config`. */
  readonly contextLength?: number | undefined;
  /** Tokens of the prompt that are read in one batch. */
  readonly evalBatchSize?: number | undefined;
  /** Whether to use flash attention. */
  readonly flashAttention?: boolean | undefined;
  /** Number of experts that a mixture-of-experts model uses. */
  readonly numExperts?: number | undefined;
  /** Whether the key-value cache goes to the graphics card. */
  readonly offloadKvCacheToGpu?: boolean | undefined;
  /** Raw fields merged into the wire body, last. */
  readonly extra?: JsonObject | undefined;
}

/** How far a load has come. */
export interface LoadProgress {
  /** 0 to 1, over all stages. */
  readonly fraction: number;
  /** What is being loaded, in the server's words, where it has several stages. */
  readonly stage?: string | undefined;
}

/** A loaded model. `await using` unloads it at the end of the block. */
export interface LoadedModel extends AsyncDisposable {
  /** Id of the loaded copy, for requests and for `models.unload`. */
  readonly instanceId: string;
  readonly type: ModelType;
  /** Seconds the load took; 0 when the model ran already (`ensureLoaded`). */
  readonly loadSeconds: number;
  /** Settings it runs with, where the server reports them. */
  readonly config?: JsonObject | undefined;
  /** What was asked for and not done: a context length that the server did not keep, for instance. */
  readonly warnings: readonly Warning[];
}
