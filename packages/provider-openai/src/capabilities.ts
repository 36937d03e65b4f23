import type { CapabilityMatrix } from '@lmux/core/provider';

const NO_MANAGEMENT = {
  support: 'no',
  note: "OpenAI's format has no such call; LM Studio's own API has: use provider `lmstudio`.",
} as const;

const NO_FIELD = { support: 'no', note: "OpenAI's format has no field for it." } as const;

const OFTEN_TAKEN = {
  support: 'unknown',
  note: "Not in OpenAI's API; most local servers take it.",
} as const;

const NO_RESUME = {
  support: 'no',
  note: "OpenAI's format has no way to take up an answer that broke off.",
} as const;

const MATRIX = {
  provider: 'openai',
  routes: {
    openai: {
      chat: 'yes',
      'chat.stream': 'yes',
      completion: 'yes',
      'completion.stream': 'yes',
      embedding: 'yes',
      'models.list': 'yes',
      'models.running': NO_MANAGEMENT,
      'models.load': NO_MANAGEMENT,
      'models.unload': NO_MANAGEMENT,
      'models.download': NO_MANAGEMENT,
      'models.downloadStatus': NO_MANAGEMENT,
      systemMessage: 'yes',
      assistantMessages: 'yes',
      tools: 'yes',
      toolChoice: 'yes',
      jsonObject: 'yes',
      jsonSchema: 'yes',
      imageInput: 'yes',
      reasoning: 'yes',
      stop: 'yes',
      seed: 'yes',
      topK: OFTEN_TAKEN,
      minP: OFTEN_TAKEN,
      repeatPenalty: OFTEN_TAKEN,
      frequencyPenalty: 'yes',
      presencePenalty: 'yes',
      logprobs: 'yes',
      statefulChat: NO_FIELD,
      integrations: NO_FIELD,
      contextLength: NO_FIELD,
      ttl: NO_FIELD,
      resume: NO_RESUME,
      loadProgress: NO_FIELD,
      promptProgress: NO_FIELD,
    },
  },
} as const satisfies CapabilityMatrix;

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<OpenAIMatrix>` and not the cells. */
export interface OpenAIMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of servers with an OpenAI-compatible API. */
export const capabilities: OpenAIMatrix = MATRIX;
