/** Response of `GET /models`. */
export interface ModelList {
  object: 'list';
  /** Always an array here; servers without models send `null`. */
  data: Model[];
  [field: string]: unknown;
}

/** A model that the server has. Servers add fields of their own; those that many send are listed. */
export interface Model {
  /** Id to use in requests. */
  id: string;
  object: 'model';
  /** Seconds since 1970; LM Studio leaves it out. */
  created?: number;
  owned_by?: string;
  /** Tokens of context: OpenRouter. */
  context_length?: number;
  /** Tokens of context: vLLM. */
  max_model_len?: number | null;
  /** Whether it is in memory: llama.cpp. */
  status?: { value?: string };
  /** What the file says: llama.cpp, of loaded models. */
  meta?: { n_ctx_train?: number; size?: number; n_params?: number; ftype?: string } | null;
  /** What goes in and comes out: llama.cpp, OpenRouter. */
  architecture?: { input_modalities?: string[]; output_modalities?: string[] };
  [field: string]: unknown;
}
