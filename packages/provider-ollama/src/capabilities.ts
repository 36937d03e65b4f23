import type { CapabilityMatrix } from '@lmux/core/provider';

const NO_FIELD = {
  support: 'no',
  note: 'Ollama has no field for it and ignores those that it does not know.',
} as const;

const NOT_IN_OPENAI = {
  support: 'no',
  note: 'Ollama has it in its own API only; its OpenAI-format routes ignore the field.',
} as const;

const NATIVE_ONLY = { support: 'no', note: "Only Ollama's own API (`/api`) has it." } as const;

const NO_CHATS = { support: 'no', note: 'Ollama keeps no chats.' } as const;

const NO_TOOLS = { support: 'no', note: 'Ollama runs no tools itself.' } as const;

const NO_RESUME = { support: 'no', note: 'Ollama ends an answer with its connection.' } as const;

const NO_PROGRESS = { support: 'no', note: 'Ollama says nothing until the first token.' } as const;

const IMAGES = {
  support: 'yes',
  note: 'Bytes and `data:` URLs; Ollama fetches no images. Models without vision ignore them.',
} as const;

const MODELS_THAT_THINK = 'Models that cannot think refuse it with a 400.';

const MATRIX = {
  provider: 'ollama',
  routes: {
    native: {
      chat: 'yes',
      'chat.stream': 'yes',
      completion: {
        support: 'yes',
        note: 'Sent `raw`, without the chat template; not so with a `suffix`, which needs one.',
      },
      'completion.stream': 'yes',
      embedding: 'yes',
      'models.list': 'yes',
      'models.running': 'yes',
      'models.load': 'yes',
      'models.unload': 'yes',
      'models.download': { support: 'yes', note: 'Runs while this client reads it.' },
      'models.downloadStatus': {
        support: 'yes',
        note: "Of this client's downloads; of others, whether the model is there.",
      },
      systemMessage: 'yes',
      assistantMessages: 'yes',
      tools: { support: 'yes', note: 'Models whose template has no tools refuse them with a 400.' },
      toolChoice: NO_FIELD,
      jsonObject: 'yes',
      jsonSchema: 'yes',
      imageInput: IMAGES,
      reasoning: {
        support: 'yes',
        note: `\`on\` and \`off\`, for some models \`low\` to \`high\`. ${MODELS_THAT_THINK}`,
      },
      stop: 'yes',
      seed: 'yes',
      topK: 'yes',
      minP: 'yes',
      repeatPenalty: 'yes',
      frequencyPenalty: 'yes',
      presencePenalty: 'yes',
      logprobs: { support: 'yes', note: 'Since 0.12.11; earlier ones ignore the field.' },
      statefulChat: NO_CHATS,
      integrations: NO_TOOLS,
      contextLength: { support: 'yes', note: 'Loads the model anew where it runs with another.' },
      ttl: 'yes',
      resume: NO_RESUME,
      loadProgress: NO_PROGRESS,
      promptProgress: NO_PROGRESS,
    },
    openai: {
      chat: 'yes',
      'chat.stream': 'yes',
      completion: { support: 'yes', note: 'Ollama puts the chat template around the prompt here.' },
      'completion.stream': 'yes',
      embedding: 'yes',
      'models.list': { support: 'yes', note: 'Ids only; the native route tells all.' },
      'models.running': NATIVE_ONLY,
      'models.load': NATIVE_ONLY,
      'models.unload': NATIVE_ONLY,
      'models.download': NATIVE_ONLY,
      'models.downloadStatus': NATIVE_ONLY,
      systemMessage: 'yes',
      assistantMessages: 'yes',
      tools: 'yes',
      toolChoice: NO_FIELD,
      jsonObject: 'yes',
      jsonSchema: 'yes',
      imageInput: IMAGES,
      reasoning: { support: 'yes', note: `As \`reasoning_effort\`. ${MODELS_THAT_THINK}` },
      stop: 'yes',
      seed: 'yes',
      topK: NOT_IN_OPENAI,
      minP: NOT_IN_OPENAI,
      repeatPenalty: NOT_IN_OPENAI,
      frequencyPenalty: 'yes',
      presencePenalty: 'yes',
      logprobs: { support: 'yes', note: 'Since 0.12.11; earlier ones ignore the field.' },
      statefulChat: NO_CHATS,
      integrations: NO_TOOLS,
      contextLength: NOT_IN_OPENAI,
      ttl: NOT_IN_OPENAI,
      resume: NO_RESUME,
      loadProgress: NO_PROGRESS,
      promptProgress: NO_PROGRESS,
    },
  },
} as const satisfies CapabilityMatrix;

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<OllamaMatrix>` and not the cells. */
export interface OllamaMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of Ollama. Its own API comes first because it accepts more settings and reports timings. */
export const capabilities: OllamaMatrix = MATRIX;
