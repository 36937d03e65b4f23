/** Body of `POST /embeddings`. Servers take fields of their own beside these: they are sent as they are. */
export interface EmbeddingsRequest {
  /** Id of the model. */
  model: string;
  /** One text or several; some servers take tokens. */
  input: string | string[] | number[] | number[][];
  /** Length of the vectors, for models that can shorten them. */
  dimensions?: number;
  /** Form of the vectors. Many servers ignore it: look at what arrives. */
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
  /** Which text of the input it belongs to. */
  index: number;
  /** Numbers, or the base64 of little-endian 32-bit floats. */
  embedding: number[] | string;
}

/** Tokens taken; LM Studio fills it with zeros. */
export interface EmbeddingsUsage {
  prompt_tokens: number;
  total_tokens: number;
}
