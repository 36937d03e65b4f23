import { DENIED_ROUTE, type CapabilityMatrix } from '@lmux/core/provider';
import { MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from '@lmux/provider-openai/protocol';

const NO_FIELD = {
  support: 'no',
  note: 'Ollama has no field for it and ignores those that it does not know.',
} as const;

const NOT_IN_OPENAI = {
  support: 'no',
  note: 'Ollama has it in its own API only; its OpenAI-format routes ignore the field.',
} as const;

const NATIVE_ONLY = { support: 'no', note: "Only Ollama's own API (`/api`) has it." } as const;

const MODELS_THAT_THINK = 'Models that cannot think refuse it with a 400.';

/** What Ollama has, or lacks, whatever the route. */
const BOTH = {
  toolChoice: NO_FIELD,
  imageInput: {
    support: 'yes',
    note: 'Bytes and `data:` URLs; Ollama fetches no images. Models without vision ignore them.',
  },
  logprobs: { support: 'yes', note: 'Since 0.12.11; earlier ones ignore the field.' },
  statefulChat: { support: 'no', note: 'Ollama keeps no chats.' },
  integrations: { support: 'no', note: 'Ollama runs no tools itself.' },
  resume: { support: 'no', note: 'Ollama ends an answer with its connection.' },
  ...sameCell({ support: 'no', note: 'Ollama says nothing until the first token.' }, 'loadProgress', 'promptProgress'),
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
      ...sameCell('yes', 'repeatPenalty', 'frequencyPenalty', 'presencePenalty', 'ttl'),
      completion: {
        support: 'yes',
        note: 'Sent `raw`, without the chat template; not so with a `suffix`, which needs one.',
      },
      'models.download': { support: 'yes', note: 'Runs while this client reads it.' },
      'models.downloadStatus': {
        support: 'yes',
        note: "Of this client's downloads; of others, whether the model is there.",
      },
      tools: { support: 'yes', note: 'Models whose template has no tools refuse them with a 400.' },
      reasoning: {
        support: 'yes',
        note: `\`on\` and \`off\`, for some models \`low\` to \`high\`. ${MODELS_THAT_THINK}`,
      },
      contextLength: { support: 'yes', note: 'Loads the model anew where it runs with another.' },
    },
    openai: {
      ...OPENAI_FORMAT_ROUTE,
      ...BOTH,
      completion: { support: 'yes', note: 'Ollama puts the chat template around the prompt here.' },
      'models.list': { support: 'yes', note: 'Ids only; the native route tells all.' },
      ...sameCell(NATIVE_ONLY, ...MODEL_MANAGEMENT),
      reasoning: { support: 'yes', note: `As \`reasoning_effort\`. ${MODELS_THAT_THINK}` },
      ...sameCell(NOT_IN_OPENAI, 'topK', 'minP', 'repeatPenalty', 'contextLength', 'ttl'),
    },
  },
} as const satisfies CapabilityMatrix;

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<OllamaMatrix>` and not the cells. */
export interface OllamaMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of Ollama. Its own API comes first because it accepts more settings and reports timings. */
export const capabilities: OllamaMatrix = MATRIX;
