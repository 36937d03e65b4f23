import { DENIED_ROUTE, type CapabilityMatrix } from '@lmux/core/provider';
import { MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from '@lmux/provider-openai/protocol';

const NOT_IN_NATIVE = { support: 'no', note: 'LM Studio has it on its OpenAI-format routes only.' } as const;

const NO_FIELD = {
  support: 'no',
  note: 'The API has no field for it and refuses keys that it does not know.',
} as const;

const NATIVE_ONLY = { support: 'no', note: "Only LM Studio's own API (`/api/v1`) has it." } as const;

const NO_RESUME = { support: 'no', note: 'LM Studio ends an answer with its connection.' } as const;

// Made by a function, so that a bundler can leave it out with the plugin.
function matrix() {
  return {
    provider: 'lmstudio',
    routes: {
      native: {
        ...DENIED_ROUTE,
        ...sameCell('yes', 'chat', 'chat.stream', 'models.list', ...MODEL_MANAGEMENT),
        ...sameCell('yes', 'systemMessage', 'imageInput', 'reasoning', 'topK', 'minP', 'repeatPenalty'),
        ...sameCell('yes', 'statefulChat', 'integrations', 'loadProgress', 'promptProgress'),
        ...sameCell(NOT_IN_NATIVE, 'completion', 'completion.stream', 'embedding'),
        ...sameCell(NOT_IN_NATIVE, 'tools', 'toolChoice', 'jsonObject', 'jsonSchema'),
        ...sameCell(NO_FIELD, 'stop', 'seed', 'frequencyPenalty', 'presencePenalty', 'logprobs', 'ttl'),
        assistantMessages: {
          support: 'no',
          note: 'The API takes one turn; it continues chats that the server keeps (`previousResponseId`).',
        },
        contextLength: {
          support: 'yes',
          note: 'Counts only if the request loads the model; engines may choose another.',
        },
        resume: NO_RESUME,
      },
      openai: {
        ...OPENAI_FORMAT_ROUTE,
        'models.list': { support: 'yes', note: 'Ids only; the native route tells all.' },
        ...sameCell(NATIVE_ONLY, ...MODEL_MANAGEMENT, 'statefulChat', 'integrations', 'contextLength'),
        ...sameCell(NATIVE_ONLY, 'loadProgress', 'promptProgress'),
        toolChoice: { support: 'yes', note: 'One tool by name is sent as that tool alone with `required`.' },
        jsonObject: { support: 'yes', note: 'Sent as a schema of any object.' },
        reasoning: { support: 'yes', note: 'As `reasoning_effort`; builds and models differ in whether they heed it.' },
        ...sameCell('yes', 'topK', 'repeatPenalty', 'ttl'),
        minP: { support: 'unknown', note: 'Not among the documented parameters of these routes.' },
        logprobs: { support: 'no', note: 'The field is taken and answered with null.' },
        resume: NO_RESUME,
      },
    },
  } as const satisfies CapabilityMatrix;
}

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<LmStudioMatrix>` and not the cells. */
export interface LmStudioMatrix extends Readonly<ReturnType<typeof matrix>> {}

/** The capability matrix of LM Studio. Its own API comes first because only that API reports load and prompt progress. */
export const capabilities: LmStudioMatrix = /* @__PURE__ */ matrix();
