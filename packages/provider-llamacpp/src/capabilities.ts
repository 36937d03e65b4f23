import type { CapabilityMatrix } from '@lmux/core/provider';
import { MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from '@lmux/provider-openai/protocol';

const ROUTER_ONLY = {
  support: 'unknown',
  note: 'A router has it (`llama-server --models-dir DIR` or `--models-preset FILE`, no model given); a server of one model does not.',
} as const;

const MATRIX = {
  provider: 'llamacpp',
  routes: {
    openai: {
      ...OPENAI_FORMAT_ROUTE,
      embedding: { support: 'yes', note: 'By models that are started with `--embeddings`.' },
      ...sameCell(ROUTER_ONLY, ...MODEL_MANAGEMENT),
      'models.running': 'yes',
      toolChoice: {
        support: 'yes',
        note: 'One tool by name is sent as that tool alone with `required`; whether a call is forced depends on the chat template.',
      },
      imageInput: { support: 'yes', note: 'By models with a projector (`--mmproj`).' },
      reasoning: {
        support: 'yes',
        note: '`on` and `off` as `enable_thinking`, other words as `reasoning_effort`; chat templates differ in which they heed.',
      },
      ...sameCell('yes', 'topK', 'minP', 'repeatPenalty'),
      statefulChat: { support: 'no', note: 'The server keeps no chats.' },
      integrations: { support: 'no', note: 'The API runs no tools by itself.' },
      ...sameCell(
        { support: 'no', note: 'Set when the server or the model is started, not by a request.' },
        'contextLength',
        'ttl',
      ),
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
