// llama-server's own routes beside `/v1`, as it speaks them.

/** Response of `GET /props`: of a router (`role` is `router`), or of the one model that is served. */
export interface LlamaCppProps {
  /** `router` where the server has many models. */
  role?: 'router' | (string & {});
  /** Most models that a router keeps loaded at once. */
  max_instances?: number;
  /** Whether a router loads a model that a request names. */
  models_autoload?: boolean;
  model_alias?: string;
  model_path?: string;
  /** How many requests it works on at once. */
  total_slots?: number;
  chat_template?: string;
  chat_template_caps?: Record<string, boolean>;
  modalities?: { vision?: boolean; audio?: boolean; video?: boolean };
  default_generation_settings?: { params?: Record<string, unknown> | null; n_ctx?: number };
  build_info?: string;
  [field: string]: unknown;
}

/** What one slot is doing. */
export interface LlamaCppSlot {
  id: number;
  /** Tokens of its context. */
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
  /** Needed by a router. */
  model?: string;
  /** Whether the model's marks of beginning and end are put in. Default false. */
  add_special?: boolean;
  /** Whether the text's own special tokens count as such. Default true. */
  parse_special?: boolean;
  /** Whether each token comes with its text. Default false. */
  with_pieces?: boolean;
  [field: string]: unknown;
}

/** A token with its text; its bytes where they are no text. */
export interface LlamaCppTokenPiece {
  id: number;
  piece: string | number[];
}

/** Response of `POST /tokenize`; with pieces if they were requested. */
export interface LlamaCppTokens {
  tokens: number[] | LlamaCppTokenPiece[];
}

/** Body of `POST /detokenize`. */
export interface LlamaCppDetokenizeRequest {
  tokens: number[];
  /** Needed by a router. */
  model?: string;
  [field: string]: unknown;
}

/** Response of `POST /detokenize`. */
export interface LlamaCppDetokenized {
  content: string;
}

/** Response of `POST /apply-template`. */
export interface LlamaCppTemplated {
  /** What the model would read. */
  prompt: string;
  [field: string]: unknown;
}

/** Response of `POST /v1/chat/completions/input_tokens`. */
export interface LlamaCppInputTokens {
  input_tokens: number;
  [field: string]: unknown;
}
