/** Body of `POST /embeddings`. Additional fields are sent unchanged, for servers with extensions. */
export interface EmbeddingsRequest {
  /** Id of the model. */
  model: string;
  /** One text or several. Some servers accept tokens. */
  input: string | string[] | number[] | number[][];
  /** Length of the vectors, for models that support shorter vectors. */
  dimensions?: number;
  /** Format of the vectors. Many servers ignore it, so check what the response contains. */
  encoding_format?: 'float' | 'base64';
  user?: string;
  /** Seconds after which LM Studio may unload a model that this request loads. */
  ttl?: number;
  [field: string]: unknown;
}

/** Response of `POST /embeddings`. */
export interface EmbeddingsResponse {
  object: 'list';
  data: Embedding[];
  model: string;
  usage?: EmbeddingsUsage | null;
  [field: string]: unknown;
}

/** One vector. */
export interface Embedding {
  object: 'embedding';
  /** Index of the text in the input. */
  index: number;
  /** A list of numbers, or little-endian 32-bit floats in base64. */
  embedding: number[] | string;
}

/** Token usage. LM Studio sends zeros. */
export interface EmbeddingsUsage {
  prompt_tokens: number;
  total_tokens: number;
}
