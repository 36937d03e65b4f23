// The models of llama-server, as it speaks of them: those of a router, and the one of a server without.

/** How a model of a router stands. Absent from the list of a server of one model. */
export interface LlamaCppModelStatus {
  /** `sleeping`: its process runs, and takes the model into memory again when it is asked for something. */
  value: 'unloaded' | 'loading' | 'loaded' | 'sleeping' | 'downloading' | (string & {});
  /** Whether its process ended by itself the last time. */
  failed?: boolean;
  /** What its process ended with. */
  exit_code?: number;
  progress?: LlamaCppLoadProgress;
  /** The command of its process. */
  args?: string[];
  /** Its section of the presets, as text. */
  preset?: string;
  [field: string]: unknown;
}

/** How far a load has come. */
export interface LlamaCppLoadProgress {
  /** All stages, in their order: `text_model`, `spec_model`, `mmproj_model`. */
  stages: string[];
  /** The one that runs. */
  current: string;
  /** How far that one is, 0 to 1. */
  value: number;
}

/** What the file of a loaded model says, and how it runs. */
export interface LlamaCppModelMeta {
  vocab_type?: number;
  n_vocab?: number;
  /** Tokens of context that it runs with, for one request. */
  n_ctx?: number;
  /** Tokens of context that it was trained for. */
  n_ctx_train?: number;
  n_embd?: number;
  /** Number of its parameters. */
  n_params?: number;
  /** Bytes in memory. */
  size?: number;
  /** Its quantization. */
  ftype?: string;
  [field: string]: unknown;
}

/** A model. */
export interface LlamaCppModel {
  /** Name to use in requests. */
  id: string;
  /** Other names for it. */
  aliases?: string[];
  tags?: string[];
  object: 'model';
  /** Seconds since 1970. */
  created?: number;
  owned_by?: string;
  /** How it stands: of a router. */
  status?: LlamaCppModelStatus;
  /** What goes in and comes out. */
  architecture?: { input_modalities?: string[]; output_modalities?: string[] };
  /** Where a router has it from: `preset`, `models_dir`, `cache`. */
  source?: string;
  /** Whether `DELETE /models` takes it. */
  can_remove?: boolean;
  /** Of a model that is loaded. */
  meta?: LlamaCppModelMeta | null;
  [field: string]: unknown;
}

/** Response of `GET /models`, which is `GET /v1/models`. */
export interface LlamaCppModelList {
  object?: 'list';
  data: LlamaCppModel[];
  [field: string]: unknown;
}

/** Body of `POST /models/load`, `/models/unload` and (to download) `/models`. */
export interface LlamaCppModelRequest {
  /** Name of the model; of one to be downloaded `owner/repo` at Hugging Face, `:QUANT` behind it or not. */
  model: string;
  [field: string]: unknown;
}

/** Their response: at once, and only that it has begun. */
export interface LlamaCppModelResponse {
  success: boolean;
  [field: string]: unknown;
}

/** Bytes of one file. */
export interface LlamaCppFileProgress {
  done: number;
  total: number;
}

/** An event of `GET /models/sse`. */
export interface LlamaCppModelEvent {
  /** Name of the model; `*` for all. */
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
  /** Of a status; of `download_progress`, the progress of each file by its URL. */
  data?: LlamaCppStatusEvent | Record<string, LlamaCppFileProgress>;
}

/** What `model_status` and `status_change` say. */
export interface LlamaCppStatusEvent {
  status: LlamaCppModelStatus['value'];
  progress?: LlamaCppLoadProgress;
  /** The model as in the list: with `loaded`. */
  info?: LlamaCppModel;
  /** With `unloaded`. */
  exit_code?: number;
}
