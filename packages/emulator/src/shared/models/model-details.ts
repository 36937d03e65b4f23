/** The quantization of a model's weights. Null fields are unknown. */
export interface Quantization {
  readonly name: string | null;
  readonly bitsPerWeight: number | null;
}

/** The details of a model that model lists contain. */
export interface ModelDetails {
  /** Default: the part of the id before the slash. */
  readonly publisher?: string;
  /** Default: the part of the id after the slash. */
  readonly displayName?: string;
  /** Default null. Not sent for embedding models. */
  readonly architecture?: string | null;
  /** Null if unknown. Default `Q4_K_M` with 4 bits. */
  readonly quantization?: Quantization | null;
  /** Default 2.5 GB. */
  readonly sizeBytes?: number;
  /** Number of parameters, such as `4B`. Default null. */
  readonly parameters?: string | null;
  /** File format. `mlx` has fewer load settings. `splash` is undocumented, but was observed. Default `gguf`. */
  readonly format?: 'gguf' | 'mlx' | 'splash' | null;
  /** Default null. Not sent for embedding models. */
  readonly description?: string | null;
  /** Names such as `key@q4_k_m`, with the selected one first. Default: none. */
  readonly variants?: readonly string[];
  /** True if the model was trained for tool use. Some servers refuse tools for other models. Default true for `llm`. */
  readonly toolUse?: boolean;
}
