import { GRAMMAR_KEYWORDS, DENIED_ROUTE, type CapabilityMatrix } from '@lmux/core/provider';
import { LOCAL_EMBED_LIMITS, MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from '@lmux/provider-openai/protocol';

const NO_FIELD = {
  support: 'no',
  note: 'Ollama has no such field and ignores unknown fields.',
} as const;

const NOT_IN_OPENAI = {
  support: 'no',
  note: "Supported by Ollama's own API only. Its OpenAI-compatible routes ignore the field.",
} as const;

const NATIVE_ONLY = { support: 'no', note: "Supported by Ollama's own API (`/api`) only." } as const;

const MODELS_THAT_THINK = 'Models that do not support thinking reject it with status 400, except for `off`.';

/** The cells that are the same on both routes. */
const BOTH = {
  toolChoice: NO_FIELD,
  // ollama/ollama issue 9156
  parallelToolCalls: NO_FIELD,
  imageInput: {
    support: 'yes',
    note: 'Depends on the model: models without vision ignore images. Pass bytes or a `data:` URL, since Ollama does not fetch images.',
    dependsOnModel: true,
  },
  tools: {
    support: 'yes',
    note: 'Depends on the model: models whose template does not support tools reject them with status 400.',
    dependsOnModel: true,
  },
  logprobs: { support: 'yes', note: 'Supported since Ollama 0.12.11. Older versions ignore the field.' },
  statefulChat: { support: 'no', note: 'Ollama does not store chats.' },
  integrations: { support: 'no', note: 'Ollama does not run tools on the server.' },
  resume: { support: 'no', note: 'Ollama stops generating when the connection is closed.' },
  // Both routes convert a schema in the same way (llm/server.go of 0.17.4).
  limits: { ...LOCAL_EMBED_LIMITS, schemaKeywords: GRAMMAR_KEYWORDS },
  ...sameCell(
    { support: 'no', note: 'Ollama sends nothing before the first token.' },
    'loadProgress',
    'promptProgress',
  ),
  'models.loadProgress': { support: 'no', note: 'Ollama responds when the model is loaded.' },
  'tokens.count': { support: 'no', note: 'Ollama has no endpoint that counts tokens. They are estimated.' },
} as const;

const MATRIX = {
  provider: 'ollama',
  routes: {
    native: {
      ...DENIED_ROUTE,
      ...BOTH,
      ...sameCell('yes', 'chat', 'chat.stream', 'completion.stream', 'embedding', 'models.list', ...MODEL_MANAGEMENT),
      ...sameCell(
        'yes',
        'systemMessage',
        'assistantMessages',
        'jsonObject',
        'jsonSchema',
        'stop',
        'seed',
        'topK',
        'minP',
      ),
      ...sameCell('yes', 'repeatPenalty', 'frequencyPenalty', 'presencePenalty', 'ttl', 'models.delete'),
      completion: {
        support: 'yes',
        note: 'Sent as `raw`, without the chat template. A request with a `suffix` is sent with the template, which places the suffix.',
      },
      'models.download': { support: 'yes', note: 'The download runs while this client reads it.' },
      'models.downloadStatus': {
        support: 'yes',
        note: 'Reports downloads of this client. For any other name, reports whether the model is installed.',
      },
      reasoning: {
        support: 'yes',
        note: `Depends on the model: \`on\` and \`off\`, or \`low\` to \`high\` for some models. ${MODELS_THAT_THINK}`,
        dependsOnModel: true,
      },
      contextLength: { support: 'yes', note: 'Reloads a model that is loaded with another context length.' },
      contextOverflowError: {
        support: 'yes',
        note: 'Supported since Ollama 0.12.6. Older versions ignore the fields and truncate the prompt.',
      },
      'models.describe': { support: 'yes', note: 'Tells what a model supports since Ollama 0.6.4.' },
    },
    openai: {
      ...OPENAI_FORMAT_ROUTE,
      ...BOTH,
      completion: { support: 'yes', note: 'Ollama applies the chat template to the prompt on this route.' },
      'models.list': { support: 'yes', note: 'Returns ids only. The `native` route returns all details.' },
      ...sameCell(NATIVE_ONLY, ...MODEL_MANAGEMENT, 'models.describe', 'models.delete'),
      reasoning: {
        support: 'yes',
        note: `Depends on the model. Sent as \`reasoning_effort\`. ${MODELS_THAT_THINK}`,
        dependsOnModel: true,
      },
      ...sameCell(NOT_IN_OPENAI, 'topK', 'minP', 'repeatPenalty', 'contextLength', 'ttl', 'contextOverflowError'),
    },
  },
} as const satisfies CapabilityMatrix;

/**
 * The type of the matrix with the literal value of every cell. It is a named interface because editors then show
 * `LmClient<OllamaMatrix>` instead of all cells.
 */
export interface OllamaMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of Ollama. The `native` route comes first because it accepts more settings and reports timings. */
export const capabilities: OllamaMatrix = MATRIX;
