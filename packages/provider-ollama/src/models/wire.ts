// Ollama's calls about models as the server speaks them.

export interface OllamaModelDetails {
  parent_model?: string;
  format?: 'gguf' | (string & {});
  family?: string;
  families?: string[] | null;
  /** In words, such as `134.52M`. */
  parameter_size?: string;
  quantization_level?: string;
}

/** An installed model. */
export interface OllamaModel {
  /** With its tag, such as `llama3.2:latest`. */
  name: string;
  model: string;
  /** ISO 8601. */
  modified_at: string;
  /** Bytes. */
  size: number;
  digest: string;
  details?: OllamaModelDetails;
}

/** Response of `GET /api/tags`. */
export interface OllamaModelList {
  models: OllamaModel[];
}

/** A model in memory. */
export interface OllamaRunningModel extends Omit<OllamaModel, 'modified_at'> {
  /** When it will be unloaded unless it is used, ISO 8601; in the past while it is being unloaded. */
  expires_at: string;
  /** Bytes on graphics cards. */
  size_vram?: number;
  /** Tokens. */
  context_length?: number;
}

/** Response of `GET /api/ps`. */
export interface OllamaRunningList {
  models: OllamaRunningModel[];
}

/** Body of `POST /api/show`. */
export interface OllamaShowRequest {
  model: string;
  /** Whether the response has the vocabulary too, which is large. */
  verbose?: boolean;
}

/** Response of `POST /api/show`. */
export interface OllamaShowResponse {
  modelfile?: string;
  /** As in a Modelfile: a line each. */
  parameters?: string;
  template?: string;
  license?: string;
  details?: OllamaModelDetails;
  /** Of the model's file, such as `llama.context_length`. */
  model_info?: Record<string, unknown>;
  /** `completion`, `tools`, `vision`, `embedding`, `thinking`, `insert`, and others. */
  capabilities?: string[];
  modified_at?: string;
}

/** Body of `POST /api/pull`; it is streamed in any case. */
export interface OllamaPullRequest {
  model: string;
  /** Whether a registry without TLS will do. */
  insecure?: boolean;
  [field: string]: unknown;
}

/** A line of a pull. The last is `success`. */
export interface OllamaPullProgress {
  /** `pulling manifest`, `pulling <digest>`, `verifying sha256 digest`, `writing manifest`, `success`. */
  status: string;
  /** Of the layer. */
  digest?: string;
  /** Bytes of the layer. */
  total?: number;
  /** Missing while there are none. */
  completed?: number;
}

/** Body of `DELETE /api/delete`. */
export interface OllamaDeleteRequest {
  model: string;
}
