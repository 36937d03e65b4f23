/** A model that the emulator pretends to have downloaded. */
export interface ModelDefinition {
  /** The key by which clients name it; letter case does not matter. */
  readonly id: string;
  /** Default `llm`. */
  readonly type?: 'llm' | 'embedding';
  /** In memory from the start. Default: the first `llm` of the list if no `llm` says so, else false. */
  readonly loaded?: boolean;
  /** Streams a chain of thought before the answer. Default false. */
  readonly reasoning?: boolean;
  /** Takes images. Default false: a chat with an image is refused. */
  readonly vision?: boolean;
  /** Tokens of prompt and answer together. Default 8192. */
  readonly contextLength?: number;
  /** Length of its vectors, for `embedding`. Default 256. */
  readonly dimensions?: number;
}

/** The models of an emulator that was given none: two chat models, one with reasoning, and one for embeddings. */
export const DEFAULT_MODELS: readonly ModelDefinition[] = [
  { id: 'qwen/qwen3-4b-2507', loaded: true },
  { id: 'qwen/qwen3-4b-thinking-2507', reasoning: true },
  { id: 'text-embedding-nomic-embed-text-v1.5', type: 'embedding', loaded: true, dimensions: 768, contextLength: 2048 },
];
