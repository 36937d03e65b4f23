/** How a model's weights were packed; it is not known of every model. */
export interface Quantization {
  readonly name: string | null;
  readonly bitsPerWeight: number | null;
}

/** What lists of models say of a model. Nothing of it changes a reply. */
export interface ModelDescription {
  /** Default: what stands before the slash of its id. */
  readonly publisher?: string;
  /** Default: what stands behind the slash of its id. */
  readonly displayName?: string;
  /** Default null. Not sent for embedding models. */
  readonly architecture?: string | null;
  /** Default `Q4_K_M`, 4 bits; null when unknown. */
  readonly quantization?: Quantization | null;
  /** Default 2.5 GB. */
  readonly sizeBytes?: number;
  /** Such as `4B`. Default null. */
  readonly parameters?: string | null;
  /** Default `gguf`. `mlx` has fewer settings to load with; `splash` is in no document, but was seen. */
  readonly format?: 'gguf' | 'mlx' | 'splash' | null;
  /** Default null. Not sent for embedding models. */
  readonly description?: string | null;
  /** Names such as `key@q4_k_m`, the selected one first. Default: the model has no variants. */
  readonly variants?: readonly string[];
  /** Whether it was trained to use tools. Default true for `llm`. */
  readonly toolUse?: boolean;
}
