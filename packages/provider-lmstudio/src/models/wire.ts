// Types of LM Studio's `/api/v1/models` endpoints.

/** Configuration of a loaded instance. Servers add keys of their own. */
export interface NativeLoadConfig {
  context_length: number;
  eval_batch_size?: number;
  /** Number of requests that it processes at the same time. */
  parallel?: number;
  flash_attention?: boolean;
  num_experts?: number;
  offload_kv_cache_to_gpu?: boolean;
  [key: string]: unknown;
}

export interface NativeModelInstance {
  /** The key of the model for the first instance, `key:2` for the next one, or a custom name. */
  id: string;
  config: NativeLoadConfig;
  /** Seconds until it is unloaded if it is not used. Absent if it stays loaded. */
  remaining_ttl_seconds?: number;
}

export interface NativeModelCapabilities {
  vision: boolean;
  trained_for_tool_use: boolean;
  /** Absent if reasoning cannot be configured. */
  reasoning?: { allowed_options: string[]; default?: string };
}

/** A downloaded model. */
export interface NativeModel {
  type: 'llm' | 'embedding' | (string & {});
  publisher: string;
  /** The name to use in requests. */
  key: string;
  display_name: string;
  /** Absent for embedding models. */
  architecture?: string | null;
  quantization?: { name?: string | null; bits_per_weight?: number | null } | null;
  size_bytes: number;
  params_string: string | null;
  loaded_instances: NativeModelInstance[];
  max_context_length: number;
  format?: 'gguf' | 'mlx' | (string & {}) | null;
  /** Absent for embedding models. */
  capabilities?: NativeModelCapabilities;
  /** Absent for embedding models. */
  description?: string | null;
  /** Present only for a model with several variants. */
  variants?: string[];
  selected_variant?: string;
}

/** Response of `GET /api/v1/models`. */
export interface NativeModelList {
  models: NativeModel[];
}

/** Body of `POST /api/v1/models/load`. */
export interface LoadModelRequest {
  /** Key of a model. */
  model: string;
  context_length?: number;
  eval_batch_size?: number;
  flash_attention?: boolean;
  num_experts?: number;
  offload_kv_cache_to_gpu?: boolean;
  /** Set to true to receive `load_config` in the response. Default: false. */
  echo_load_config?: boolean;
}

/** Response of `POST /api/v1/models/load`. */
export interface LoadModelResponse {
  type: 'llm' | 'embedding' | (string & {});
  instance_id: string;
  load_time_seconds: number;
  status: 'loaded' | (string & {});
  /** Present only if requested with `echo_load_config`. */
  load_config?: NativeLoadConfig;
}

/** Body of `POST /api/v1/models/unload`. */
export interface UnloadModelRequest {
  instance_id: string;
}

/** Response of `POST /api/v1/models/unload`. */
export interface UnloadModelResponse {
  instance_id: string;
}

/** Body of `POST /api/v1/models/download`. */
export interface DownloadModelRequest {
  /** Id in LM Studio's catalog, or a Hugging Face URL. */
  model: string;
  /** Only for models specified by URL. */
  quantization?: string;
}

/** Response of `POST /api/v1/models/download` and `GET /api/v1/models/download/status/:job_id`. */
export interface DownloadModelResponse {
  /** Absent if there is nothing to download. */
  job_id?: string;
  status: 'downloading' | 'paused' | 'completed' | 'failed' | 'already_downloaded' | (string & {});
  total_size_bytes?: number;
  downloaded_bytes?: number;
  /** Not an integer. */
  bytes_per_second?: number;
  /** In ISO 8601, like the other times. */
  estimated_completion?: string;
  started_at?: string;
  completed_at?: string;
  /** Reason of a failure. Not documented, and named `error` in some builds. */
  error_message?: string;
  error?: unknown;
}
