import type { ModelDefinition } from '../shared/models/model-definition.js';

/** The default models of Ollama: two chat models, one of which reasons, and an embedding model. */
export const OLLAMA_MODELS: readonly ModelDefinition[] = [
  { id: 'qwen3:4b-instruct', loaded: true, architecture: 'qwen3', parameters: '4B', sizeBytes: 2_497_293_931 },
  { id: 'qwen3:4b-thinking', reasoning: true, architecture: 'qwen3', parameters: '4B', sizeBytes: 2_497_294_653 },
  {
    id: 'nomic-embed-text:latest',
    type: 'embedding',
    loaded: true,
    architecture: 'nomic-bert',
    parameters: '137M',
    dimensions: 768,
    contextLength: 2048,
    sizeBytes: 274_302_450,
  },
];
