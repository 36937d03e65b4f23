// The models of llama-server: those of a router, and the one model of a server without a router.

/** The status of a router's model. A server with a single model reports none. */
export interface LlamaCppModelStatus {
  /** `sleeping` means that the process is running and loads the model into memory again on the next request. */
  value: 'unloaded' | 'loading' | 'loaded' | 'sleeping' | 'downloading' | (string & {});
  /** True if the last process of the model failed. */
  failed?: boolean;
  /** Exit code of the last process of the model. */
  exit_code?: number;
  progress?: LlamaCppLoadProgress;
  /** Command line of the model's process. */
  args?: string[];
  /** The model's section of the preset file, as text. */
  preset?: string;
  [field: string]: unknown;
}

/** The progress of a load. */
export interface LlamaCppLoadProgress {
  /** All stages in order: `text_model`, `spec_model`, `mmproj_model`. */
  stages: string[];
  /** The current stage. */
  current: string;
  /** Progress of the current stage, from 0 to 1. */
  value: number;
}

/** The metadata and settings of a loaded model. */
export interface LlamaCppModelMeta {
  vocab_type?: number;
  n_vocab?: number;
  /** Context length in tokens that the model was loaded with, for one request. */
  n_ctx?: number;
  /** Context length in tokens that the model was trained with. */
  n_ctx_train?: number;
  n_embd?: number;
  /** Number of parameters. */
  n_params?: number;
  /** Size in memory in bytes. */
  size?: number;
  /** Quantization. */
  ftype?: string;
  [field: string]: unknown;
}

/** A model of llama-server. */
export interface LlamaCppModel {
  /** Name to use in requests. */
  id: string;
  /** Other names of the model. */
  aliases?: string[];
  tags?: string[];
  object: 'model';
  /** Unix time in seconds. */
  created?: number;
  owned_by?: string;
  /** Only reported by a router. */
  status?: LlamaCppModelStatus;
  /** Modalities of input and output. */
  architecture?: { input_modalities?: string[]; output_modalities?: string[] };
  /** Source from which a router has the model: `preset`, `models_dir` or `cache`. */
  source?: string;
  /** True if `DELETE /models` can delete the model. */
  can_remove?: boolean;
  /** Only present if the model is loaded. */
  meta?: LlamaCppModelMeta | null;
  [field: string]: unknown;
}

/** Response of `GET /models` and `GET /v1/models`. */
export interface LlamaCppModelList {
  object?: 'list';
  data: LlamaCppModel[];
  [field: string]: unknown;
}

/** Body of `POST /models/load`, `POST /models/unload` and `POST /models`, which starts a download. */
export interface LlamaCppModelRequest {
  /** Name of the model. For a download, a Hugging Face repository as `owner/repo` or `owner/repo:QUANT`. */
  model: string;
  [field: string]: unknown;
}

/** Response to a `LlamaCppModelRequest`. It is sent immediately and only states that the operation has started. */
export interface LlamaCppModelResponse {
  success: boolean;
  [field: string]: unknown;
}

/** The progress of one file in bytes. */
export interface LlamaCppFileProgress {
  done: number;
  total: number;
}

/** An event of `GET /models/sse`. */
export interface LlamaCppModelEvent {
  /** Name of the model, or `*` for all models. */
  model: string;
  event:
    | 'model_status'
    | 'status_change'
    | 'download_progress'
    | 'download_finished'
    | 'download_failed'
    | 'model_remove'
    | 'models_reload'
    | (string & {});
  /** The status for `model_status` and `status_change`. For `download_progress`, the progress of each file by its URL. */
  data?: LlamaCppStatusEvent | Record<string, LlamaCppFileProgress>;
}

/** The data of `model_status` and `status_change`. */
export interface LlamaCppStatusEvent {
  status: LlamaCppModelStatus['value'];
  progress?: LlamaCppLoadProgress;
  /** The model as in the list. Only present with `loaded`. */
  info?: LlamaCppModel;
  /** Only present with `unloaded`. */
  exit_code?: number;
}
