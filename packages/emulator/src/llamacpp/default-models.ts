import type { ModelDefinition } from '../shared/models/model-definition.js';
import { NOMIC_EMBED } from '../shared/models/nomic-embed.js';

/** The default models of llama-server: two chat models, one of which reasons, and an embedding model, named like those of its cache. */
export const LLAMACPP_MODELS: readonly ModelDefinition[] = [
  { id: 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', loaded: true, architecture: 'gemma3', parameters: '4B' },
  { id: 'ggml-org/Qwen3-4B-GGUF:Q4_K_M', reasoning: true, architecture: 'qwen3', parameters: '4B' },
  {
    id: 'nomic-ai/nomic-embed-text-v1.5-GGUF:Q4_K_M',
    ...NOMIC_EMBED,
  },
];
