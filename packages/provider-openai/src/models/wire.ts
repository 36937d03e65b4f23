/** Response of `GET /models`. */
export interface ModelList {
  object: 'list';
  /** Normalized: always an array. Servers without models send `null`. */
  data: Model[];
  [field: string]: unknown;
}

/** A model of the server. Servers add fields of their own. The common ones are declared here. */
export interface Model {
  /** The id to use in requests. */
  id: string;
  object: 'model';
  /** Seconds since 1970. LM Studio omits it. */
  created?: number;
  owned_by?: string;
  /** Context length in tokens (OpenRouter). */
  context_length?: number;
  /** Context length in tokens (vLLM, SGLang). */
  max_model_len?: number | null;
  /** Context length in tokens (Groq). */
  context_window?: number;
  /** Context length in tokens of the loaded model (LM Studio). */
  loaded_context_length?: number;
  /** Load status (llama.cpp). */
  status?: { value?: string };
  /** Metadata from the model file (llama.cpp, for loaded models). */
  meta?: { n_ctx?: number; n_ctx_train?: number; size?: number; n_params?: number; ftype?: string } | null;
  /** Input and output modalities (llama.cpp, OpenRouter). */
  architecture?: { input_modalities?: string[]; output_modalities?: string[] };
  [field: string]: unknown;
}
