import type { CapabilityMatrix } from '@lmux/core/provider';
import { MAX_EMBED_INPUTS, MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from './openai-format-route.js';

const NO_FIELD = { support: 'no', note: "OpenAI's API has no such field." } as const;

const OFTEN_TAKEN = {
  support: 'unknown',
  note: "Depends on the server: not part of OpenAI's API, but most local servers accept it.",
} as const;

/** A feature that the server supports for some of its models. Many servers tell which. */
const BY_MODEL = { support: 'yes', note: 'Depends on the model.', dependsOnModel: true } as const;

// A function, so that bundlers can drop the matrix together with the plugin.
function matrix() {
  return {
    provider: 'openai',
    routes: {
      openai: {
        ...OPENAI_FORMAT_ROUTE,
        ...sameCell(
          {
            support: 'no',
            note: "OpenAI's API has no endpoint for it. Use the provider of your server: `lmstudio`, `llamacpp` or `ollama`.",
          },
          ...MODEL_MANAGEMENT,
          'models.loadProgress',
          'models.delete',
        ),
        'models.describe': {
          support: 'unknown',
          note: 'Depends on the server: what its list of models tells. OpenAI, Azure and some others tell nothing, and are not asked.',
        },
        'tokens.count': {
          support: 'no',
          note: "OpenAI's API has no endpoint that counts the tokens of a chat. They are estimated.",
        },
        ...sameCell(BY_MODEL, 'imageInput', 'tools', 'reasoning'),
        // https://platform.openai.com/docs/api-reference/chat/create. The same field: https://docs.mistral.ai/api and
        // https://console.groq.com/docs/api-reference. vLLM ignored it before pull request 26233.
        parallelToolCalls: {
          support: 'yes',
          note: 'Depends on the model: some models of OpenAI, such as `o3-mini`, reject the field with status 400. Older versions of vLLM ignore it.',
        },
        ...sameCell(OFTEN_TAKEN, 'topK', 'minP', 'repeatPenalty'),
        ...sameCell(NO_FIELD, 'statefulChat', 'integrations', 'contextLength', 'ttl', 'loadProgress', 'promptProgress'),
        contextOverflowError: {
          support: 'unknown',
          note: 'Depends on the server: most reject a prompt that is too long, some cut it.',
        },
        resume: { support: 'no', note: "OpenAI's API cannot resume an interrupted stream." },
        // https://platform.openai.com/docs/api-reference/embeddings/create: at most 2,048 texts and 300,000 tokens in a request. A token has at
        // least one byte. OpenAI's ranges of sampling settings are not declared, because other servers accept more.
        limits: { embedInputs: MAX_EMBED_INPUTS, embedBytes: 300_000 },
      },
    },
  } as const satisfies CapabilityMatrix;
}

/** The type of the matrix with every cell. It is named so that editors show `LmClient<OpenAIMatrix>` instead of all the cells. */
export interface OpenAIMatrix extends Readonly<ReturnType<typeof matrix>> {}

/** The capability matrix of servers with an OpenAI-compatible API. */
export const capabilities: OpenAIMatrix = /* @__PURE__ */ matrix();
