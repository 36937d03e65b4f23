import type { ModelDefinition } from '../shared/models/model-definition.js';

/** The default models of LM Studio: two chat models, one of which reasons, and an embedding model. */
export const LMSTUDIO_MODELS: readonly ModelDefinition[] = [
  {
    id: 'qwen/qwen3-4b-2507',
    loaded: true,
    displayName: 'Qwen3 4B Instruct 2507',
    architecture: 'qwen3',
    parameters: '4B',
    sizeBytes: 2_497_280_256,
  },
  {
    id: 'qwen/qwen3-4b-thinking-2507',
    reasoning: true,
    displayName: 'Qwen3 4B Thinking 2507',
    architecture: 'qwen3',
    parameters: '4B',
    sizeBytes: 2_497_280_960,
  },
  {
    id: 'text-embedding-nomic-embed-text-v1.5',
    type: 'embedding',
    loaded: true,
    dimensions: 768,
    contextLength: 2048,
    publisher: 'nomic-ai',
    displayName: 'Nomic Embed Text v1.5',
    sizeBytes: 84_106_624,
  },
];
