// LM Studio's `/api/v1/models` and what is below it, as the server speaks it.

/** How a loaded copy runs. Servers add keys of their own. */
export interface NativeLoadConfig {
  context_length: number;
  eval_batch_size?: number;
  /** Requests that it works on at once. */
  parallel?: number;
  flash_attention?: boolean;
  num_experts?: number;
  offload_kv_cache_to_gpu?: boolean;
  [key: string]: unknown;
}

export interface NativeModelInstance {
  /** The model's key for the first, `key:2` for the next, or a name that somebody gave it. */
  id: string;
  config: NativeLoadConfig;
  /** Seconds until it is unloaded unless it is used; absent where it was loaded to stay. */
  remaining_ttl_seconds?: number;
}

export interface NativeModelCapabilities {
  vision: boolean;
  trained_for_tool_use: boolean;
  /** Absent where it cannot be set. */
  reasoning?: { allowed_options: string[]; default?: string };
}

/** A downloaded model. */
export interface NativeModel {
  type: 'llm' | 'embedding' | (string & {});
  publisher: string;
  /** What requests name it by. */
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
  /** Only where there are several. */
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
  /** Whether `load_config` is in the response. Default false. */
  echo_load_config?: boolean;
}

/** Response of `POST /api/v1/models/load`. */
export interface LoadModelResponse {
  type: 'llm' | 'embedding' | (string & {});
  instance_id: string;
  load_time_seconds: number;
  status: 'loaded' | (string & {});
  /** Only if it was requested. */
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
  /** Id in the catalogue, or URL at Hugging Face. */
  model: string;
  /** Only for models named by URL. */
  quantization?: string;
}

/** Response of `POST /api/v1/models/download`, and of `GET /api/v1/models/download/status/:job_id`. */
export interface DownloadModelResponse {
  /** Absent where there is nothing to download. */
  job_id?: string;
  status: 'downloading' | 'paused' | 'completed' | 'failed' | 'already_downloaded' | (string & {});
  total_size_bytes?: number;
  downloaded_bytes?: number;
  /** With a fraction. */
  bytes_per_second?: number;
  /** ISO 8601, like the other times. */
  estimated_completion?: string;
  started_at?: string;
  completed_at?: string;
  /** Why it failed; not documented, and some builds call it `error`. */
  error_message?: string;
  error?: unknown;
}
