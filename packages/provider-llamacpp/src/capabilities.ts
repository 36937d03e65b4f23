import type { CapabilityMatrix } from '@lmux/core/provider';

const ROUTER_ONLY = {
  support: 'unknown',
  note: 'A router has it (`llama-server --models-dir DIR` or `--models-preset FILE`, no model given); a server of one model does not.',
} as const;

const AT_START = { support: 'no', note: 'Set when the server or the model is started, not by a request.' } as const;

const MATRIX = {
  provider: 'llamacpp',
  routes: {
    openai: {
      chat: 'yes',
      'chat.stream': 'yes',
      completion: 'yes',
      'completion.stream': 'yes',
      embedding: { support: 'yes', note: 'By models that are started with `--embeddings`.' },
      'models.list': 'yes',
      'models.running': 'yes',
      'models.load': ROUTER_ONLY,
      'models.unload': ROUTER_ONLY,
      'models.download': ROUTER_ONLY,
      'models.downloadStatus': ROUTER_ONLY,
      systemMessage: 'yes',
      assistantMessages: 'yes',
      tools: 'yes',
      toolChoice: {
        support: 'yes',
        note: 'One tool by name is sent as that tool alone with `required`; whether a call is forced depends on the chat template.',
      },
      jsonObject: 'yes',
      jsonSchema: 'yes',
      imageInput: { support: 'yes', note: 'By models with a projector (`--mmproj`).' },
      reasoning: {
        support: 'yes',
        note: '`on` and `off` as `enable_thinking`, other words as `reasoning_effort`; chat templates differ in which they heed.',
      },
      stop: 'yes',
      seed: 'yes',
      topK: 'yes',
      minP: 'yes',
      repeatPenalty: 'yes',
      frequencyPenalty: 'yes',
      presencePenalty: 'yes',
      logprobs: 'yes',
      statefulChat: { support: 'no', note: 'The server keeps no chats.' },
      integrations: { support: 'no', note: 'The API runs no tools by itself.' },
      contextLength: AT_START,
      ttl: AT_START,
      resume: { support: 'yes', note: 'By builds that have `/v1/stream`.' },
      loadProgress: {
        support: 'no',
        note: 'A router loads while the request waits and tells nothing; `models.load` with `onProgress` tells.',
      },
      promptProgress: 'yes',
    },
  },
} as const satisfies CapabilityMatrix;

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<LlamaCppMatrix>` and not the cells. */
export interface LlamaCppMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of llama-server: its OpenAI-compatible API with llama.cpp's additions, and the models of a router. */
export const capabilities: LlamaCppMatrix = MATRIX;
