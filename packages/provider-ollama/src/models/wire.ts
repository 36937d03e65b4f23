// The requests and responses of Ollama's model management.

export interface OllamaModelDetails {
  parent_model?: string;
  format?: 'gguf' | (string & {});
  family?: string;
  families?: string[] | null;
  /** As text, such as `134.52M`. */
  parameter_size?: string;
  quantization_level?: string;
}

/** An installed model. */
export interface OllamaModel {
  /** Includes the tag, such as `llama3.2:latest`. */
  name: string;
  model: string;
  /** In ISO 8601 format. */
  modified_at: string;
  /** In bytes. */
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
  /** Time at which the model is unloaded unless it is used, in ISO 8601 format. In the past while the model is being unloaded. */
  expires_at: string;
  /** Bytes in GPU memory. */
  size_vram?: number;
  /** In tokens. */
  context_length?: number;
}

/** Response of `GET /api/ps`. */
export interface OllamaRunningList {
  models: OllamaRunningModel[];
}

/** Body of `POST /api/show`. */
export interface OllamaShowRequest {
  model: string;
  /** Set to true to include the vocabulary in the response, which is large. */
  verbose?: boolean;
}

/** Response of `POST /api/show`. */
export interface OllamaShowResponse {
  modelfile?: string;
  /** One parameter per line, as in a Modelfile. */
  parameters?: string;
  template?: string;
  license?: string;
  details?: OllamaModelDetails;
  /** Metadata of the model file, such as `llama.context_length`. */
  model_info?: Record<string, unknown>;
  /** `completion`, `tools`, `vision`, `embedding`, `thinking`, `insert`, and others. */
  capabilities?: string[];
  modified_at?: string;
}

/** Body of `POST /api/pull`. The response is always streamed. */
export interface OllamaPullRequest {
  model: string;
  /** Set to true to allow a registry without TLS. */
  insecure?: boolean;
  [field: string]: unknown;
}

/** A line of a pull. The status of the last line is `success`. */
export interface OllamaPullProgress {
  /** `pulling manifest`, `pulling <digest>`, `verifying sha256 digest`, `writing manifest`, `success`. */
  status: string;
  /** Digest of the layer. */
  digest?: string;
  /** Size of the layer in bytes. */
  total?: number;
  /** Downloaded bytes of the layer. Missing while there are none. */
  completed?: number;
}

/** Body of `DELETE /api/delete`. */
export interface OllamaDeleteRequest {
  model: string;
}
