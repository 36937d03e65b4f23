import type { ModelDefinition } from '../shared/models/model-definition.js';
import { NOMIC_EMBED } from '../shared/models/nomic-embed.js';

/** The default models of Ollama: two chat models, one of which reasons, and an embedding model. */
export const OLLAMA_MODELS: readonly ModelDefinition[] = [
  { id: 'qwen3:4b-instruct', loaded: true, architecture: 'qwen3', parameters: '4B', sizeBytes: 2_497_293_931 },
  { id: 'qwen3:4b-thinking', reasoning: true, architecture: 'qwen3', parameters: '4B', sizeBytes: 2_497_294_653 },
  {
    id: 'nomic-embed-text:latest',
    ...NOMIC_EMBED,
    sizeBytes: 274_302_450,
  },
];
