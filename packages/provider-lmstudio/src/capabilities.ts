import type { CapabilityMatrix } from '@lmux/core/provider';

const NOT_IN_NATIVE = { support: 'no', note: 'LM Studio has it on its OpenAI-format routes only.' } as const;

const NO_FIELD = {
  support: 'no',
  note: 'The API has no field for it and refuses keys that it does not know.',
} as const;

const ONE_TURN = {
  support: 'no',
  note: 'The API takes one turn; it continues chats that the server keeps (`previousResponseId`).',
} as const;

const NATIVE_ONLY = { support: 'no', note: "Only LM Studio's own API (`/api/v1`) has it." } as const;

const NO_RESUME = { support: 'no', note: 'LM Studio ends an answer with its connection.' } as const;

const MATRIX = {
  provider: 'lmstudio',
  routes: {
    native: {
      chat: 'yes',
      'chat.stream': 'yes',
      completion: NOT_IN_NATIVE,
      'completion.stream': NOT_IN_NATIVE,
      embedding: NOT_IN_NATIVE,
      'models.list': 'yes',
      'models.running': 'yes',
      'models.load': 'yes',
      'models.unload': 'yes',
      'models.download': 'yes',
      'models.downloadStatus': 'yes',
      systemMessage: 'yes',
      assistantMessages: ONE_TURN,
      tools: NOT_IN_NATIVE,
      toolChoice: NOT_IN_NATIVE,
      jsonObject: NOT_IN_NATIVE,
      jsonSchema: NOT_IN_NATIVE,
      imageInput: 'yes',
      reasoning: 'yes',
      stop: NO_FIELD,
      seed: NO_FIELD,
      topK: 'yes',
      minP: 'yes',
      repeatPenalty: 'yes',
      frequencyPenalty: NO_FIELD,
      presencePenalty: NO_FIELD,
      logprobs: NO_FIELD,
      statefulChat: 'yes',
      integrations: 'yes',
      contextLength: {
        support: 'yes',
        note: 'Counts only if the request loads the model; engines may choose another.',
      },
      ttl: NO_FIELD,
      resume: NO_RESUME,
      loadProgress: 'yes',
      promptProgress: 'yes',
    },
    openai: {
      chat: 'yes',
      'chat.stream': 'yes',
      completion: 'yes',
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
      toolChoice: { support: 'yes', note: 'One tool by name is sent as that tool alone with `required`.' },
      jsonObject: { support: 'yes', note: 'Sent as a schema of any object.' },
      jsonSchema: 'yes',
      imageInput: 'yes',
      reasoning: { support: 'yes', note: 'As `reasoning_effort`; builds and models differ in whether they heed it.' },
      stop: 'yes',
      seed: 'yes',
      topK: 'yes',
      minP: { support: 'unknown', note: 'Not among the documented parameters of these routes.' },
      repeatPenalty: 'yes',
      frequencyPenalty: 'yes',
      presencePenalty: 'yes',
      logprobs: { support: 'no', note: 'The field is taken and answered with null.' },
      statefulChat: NATIVE_ONLY,
      integrations: NATIVE_ONLY,
      contextLength: NATIVE_ONLY,
      ttl: 'yes',
      resume: NO_RESUME,
      loadProgress: NATIVE_ONLY,
      promptProgress: NATIVE_ONLY,
    },
  },
} as const satisfies CapabilityMatrix;

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<LmStudioMatrix>` and not the cells. */
export interface LmStudioMatrix extends Readonly<typeof MATRIX> {}

/** The capability matrix of LM Studio. Its own API comes first because only that API reports load and prompt progress. */
export const capabilities: LmStudioMatrix = MATRIX;
