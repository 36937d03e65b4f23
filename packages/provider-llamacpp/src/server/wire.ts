// The requests and responses of llama-server's own routes.

/** Response of `GET /props`: the properties of a router (`role` is `router`), or of a single model. */
export interface LlamaCppProps {
  /** `router` if the server is a router. Absent otherwise. */
  role?: 'router' | (string & {});
  /** Maximum number of models that a router keeps loaded at the same time. */
  max_instances?: number;
  /** True if a router loads the model of a request automatically. */
  models_autoload?: boolean;
  model_alias?: string;
  model_path?: string;
  /** Number of requests that are processed concurrently. */
  total_slots?: number;
  chat_template?: string;
  chat_template_caps?: Record<string, boolean>;
  modalities?: { vision?: boolean; audio?: boolean; video?: boolean };
  default_generation_settings?: { params?: Record<string, unknown> | null; n_ctx?: number };
  build_info?: string;
  [field: string]: unknown;
}

/** The state of one slot. */
export interface LlamaCppSlot {
  id: number;
  /** Context length in tokens. */
  n_ctx: number;
  is_processing: boolean;
  id_task?: number;
  n_prompt_tokens?: number;
  n_prompt_tokens_processed?: number;
  n_prompt_tokens_cache?: number;
  params?: Record<string, unknown>;
  [field: string]: unknown;
}

/** Response of `GET /health`. */
export interface LlamaCppHealth {
  status: 'ok' | (string & {});
  [field: string]: unknown;
}

/** Body of `POST /tokenize`. */
export interface LlamaCppTokenizeRequest {
  content: string;
  /** Required by a router. */
  model?: string;
  /** Set to true to add the model's special tokens for beginning and end. Default: false. */
  add_special?: boolean;
  /** Set to false to treat special tokens in the text as plain text. Default: true. */
  parse_special?: boolean;
  /** Set to true to return each token with its text. Default: false. */
  with_pieces?: boolean;
  [field: string]: unknown;
}

/** A token with its text. */
export interface LlamaCppTokenPiece {
  id: number;
  /** The text of the token, or its bytes if they are not valid text. */
  piece: string | number[];
}

/** Response of `POST /tokenize`. */
export interface LlamaCppTokens {
  /** Token ids, or ids with their text if `with_pieces` was set. */
  tokens: number[] | LlamaCppTokenPiece[];
}

/** Body of `POST /detokenize`. */
export interface LlamaCppDetokenizeRequest {
  tokens: number[];
  /** Required by a router. */
  model?: string;
  [field: string]: unknown;
}

/** Response of `POST /detokenize`. */
export interface LlamaCppDetokenized {
  content: string;
}

/** Response of `POST /apply-template`. */
export interface LlamaCppTemplated {
  /** The prompt that the chat template creates. */
  prompt: string;
  [field: string]: unknown;
}

/** Response of `POST /v1/chat/completions/input_tokens`. */
export interface LlamaCppInputTokens {
  input_tokens: number;
  [field: string]: unknown;
}
