import { GRAMMAR_KEYWORDS, type CapabilityMatrix } from '@lmux/core/provider';
import { LOCAL_EMBED_LIMITS, MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from '@lmux/provider-openai/protocol';

const ROUTER_ONLY = {
  support: 'unknown',
  note: 'Depends on the server: supported by a router (`llama-server --models-dir DIR` or `--models-preset FILE`, started without a model), not supported by a server with a single model.',
} as const;

/** A feature that the model decides. The properties of a loaded model tell it. */
function byModel<const Note extends string>(note: Note) {
  return { support: 'yes', note, dependsOnModel: true } as const;
}

const MATRIX = {
  provider: 'llamacpp',
  routes: {
    openai: {
      ...OPENAI_FORMAT_ROUTE,
      embedding: { support: 'yes', note: 'Depends on the server: it must run the model with `--embeddings`.' },
      ...sameCell(ROUTER_ONLY, ...MODEL_MANAGEMENT, 'models.loadProgress'),
      'models.running': 'yes',
      'models.describe': {
        support: 'yes',
        note: 'For a model of a router that is not loaded, only what its list tells. Describing never loads a model.',
      },
      'models.delete': {
        support: 'unknown',
        note: 'Depends on the server: a router deletes the models that it downloaded. A server with a single model cannot.',
      },
      'tokens.count': {
        support: 'yes',
        note: 'Exact, with tools and images. The build must have `/v1/chat/completions/input_tokens`.',
      },
      tools: byModel('Depends on the model: its chat template must support tools.'),
      toolChoice: {
        support: 'yes',
        note: 'A choice of one tool by name is sent as that tool alone with `required`. Whether the model is forced to call it depends on the chat template.',
      },
      // https://github.com/ggml-org/llama.cpp/blob/master/docs/function-calling.md. The default: ggml-org/llama.cpp pull request 22217.
      parallelToolCalls: {
        support: 'yes',
        note: 'If unset, the chat template decides. Builds before May 2026 then allow one call. Several calls require a template that supports them.',
      },
      imageInput: byModel('Depends on the model: it must have a multimodal projector (`--mmproj`).'),
      // Nothing tells that a template ignores the setting, so a lookup would be in vain.
      reasoning: {
        support: 'yes',
        note: '`on` and `off` are sent as `enable_thinking`, other values also as `reasoning_effort`. Chat templates differ in which of them they support.',
      },
      ...sameCell('yes', 'topK', 'minP', 'repeatPenalty'),
      statefulChat: { support: 'no', note: 'The server does not store chats.' },
      integrations: { support: 'no', note: 'The API does not run tools.' },
      ...sameCell(
        { support: 'no', note: 'Configured when the server or the model is started. A request cannot set it.' },
        'contextLength',
        'ttl',
      ),
      contextOverflowError: 'yes',
      resume: { support: 'yes', note: 'Depends on the server: its build must have `/v1/stream`.' },
      loadProgress: {
        support: 'no',
        note: 'A router sends nothing while a chat waits for its model to load. Use `models.load()` with `onProgress`.',
      },
      promptProgress: 'yes',
      limits: { ...LOCAL_EMBED_LIMITS, schemaKeywords: GRAMMAR_KEYWORDS },
    },
  },
} as const satisfies CapabilityMatrix;

/**
 * The type of the matrix with the literal value of every cell. It is a named interface because editors then show
 * `LmClient<LlamaCppMatrix>` instead of all cells.
 */
export interface LlamaCppMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of llama-server: its OpenAI-compatible API with the additions of llama.cpp, and the model management of a router. */
export const capabilities: LlamaCppMatrix = MATRIX;
