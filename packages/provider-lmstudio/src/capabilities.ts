import { GRAMMAR_KEYWORDS, DENIED_ROUTE, type CapabilityMatrix } from '@lmux/core/provider';
import { LOCAL_EMBED_LIMITS, MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from '@lmux/provider-openai/protocol';

const NOT_IN_NATIVE = {
  support: 'no',
  note: "Supported only by LM Studio's OpenAI-compatible API (route `openai`).",
} as const;

const NO_FIELD = {
  support: 'no',
  note: "LM Studio's own API has no such field and rejects unknown fields.",
} as const;

const NATIVE_ONLY = { support: 'no', note: "Supported only by LM Studio's own API (route `native`)." } as const;

const NO_LOAD_PROGRESS = {
  support: 'no',
  note: 'The server responds when the model is loaded. A chat stream that loads the model reports progress (`loadProgress`).',
} as const;

/** The cells that are the same on both routes. */
const BOTH = {
  imageInput: {
    support: 'yes',
    note: 'Depends on the model: images for a model without vision are rejected with status 400.',
    dependsOnModel: true,
  },
  contextOverflowError: {
    support: 'unknown',
    note: 'LM Studio rejects a chat that is too long, unless the settings of the model in its app truncate it, which requests cannot change. It truncates texts to embed, so `embed` rejects `error`.',
  },
  'models.delete': { support: 'no', note: "LM Studio's server has no endpoint that deletes models. Use its app." },
  'tokens.count': { support: 'no', note: "LM Studio's server has no endpoint that counts tokens. They are estimated." },
} as const;

const NO_RESUME = { support: 'no', note: 'LM Studio stops generating when the connection closes.' } as const;

// Functions, so that bundlers can drop the matrix together with the plugin.
function nativeRoute() {
  return {
    ...DENIED_ROUTE,
    ...BOTH,
    ...sameCell('yes', 'chat', 'chat.stream', 'models.list', 'models.describe', ...MODEL_MANAGEMENT),
    ...sameCell('yes', 'systemMessage', 'topK', 'minP', 'repeatPenalty'),
    reasoning: {
      support: 'yes',
      note: 'Depends on the model: a setting that the model does not have is rejected with status 400.',
      dependsOnModel: true,
    },
    ...sameCell('yes', 'statefulChat', 'integrations', 'loadProgress', 'promptProgress'),
    ...sameCell(NOT_IN_NATIVE, 'completion', 'completion.stream', 'embedding'),
    ...sameCell(NOT_IN_NATIVE, 'tools', 'toolChoice', 'parallelToolCalls', 'jsonObject', 'jsonSchema'),
    ...sameCell(NO_FIELD, 'stop', 'seed', 'frequencyPenalty', 'presencePenalty', 'logprobs', 'ttl'),
    assistantMessages: {
      support: 'no',
      note: "LM Studio's own API accepts a single turn. It continues stored chats with `previousResponseId`.",
    },
    'models.loadProgress': NO_LOAD_PROGRESS,
    contextLength: {
      support: 'yes',
      note: 'Applies only if the request loads the model. The engine may choose another value.',
    },
    resume: NO_RESUME,
    // The documented ranges (https://lmstudio.ai/docs/developer/rest/chat). A value outside is rejected with status 400.
    limits: { temperature: [0, 1], topP: [0, 1], minP: [0, 1] },
  } as const;
}

function openaiRoute() {
  return {
    ...OPENAI_FORMAT_ROUTE,
    ...BOTH,
    embedding: { support: 'yes', note: 'Only embedding models. Chat models reject it with status 400.' },
    'models.list': { support: 'yes', note: 'Returns only ids. Route `native` returns all details.' },
    ...sameCell(NATIVE_ONLY, ...MODEL_MANAGEMENT, 'models.describe', 'statefulChat', 'integrations', 'contextLength'),
    ...sameCell(NATIVE_ONLY, 'loadProgress', 'promptProgress'),
    'models.loadProgress': NO_LOAD_PROGRESS,
    toolChoice: {
      support: 'yes',
      note: 'A choice of one tool by name is sent as that tool alone with `required`.',
    },
    // https://lmstudio.ai/docs/developer/openai-compat/chat-completions does not list it. Issue 1756 of lmstudio-ai/lmstudio-bug-tracker.
    parallelToolCalls: {
      support: 'unknown',
      note: 'Depends on the server: not a documented parameter of the OpenAI-compatible API. LM Studio 0.4.9 returned several calls for `false`.',
    },
    jsonObject: { support: 'yes', note: 'Sent as a JSON Schema that accepts any object.' },
    reasoning: {
      support: 'yes',
      note: 'Sent as `reasoning_effort`, with `medium` for `on`. Accepted for every model. The effect depends on the LM Studio version and the model.',
    },
    ...sameCell('yes', 'topK', 'repeatPenalty', 'ttl'),
    minP: {
      support: 'unknown',
      note: 'Depends on the server: not a documented parameter of the OpenAI-compatible API.',
    },
    logprobs: { support: 'no', note: 'The server accepts the field and returns null.' },
    resume: NO_RESUME,
    // GGUF models have the grammars of llama.cpp, MLX models those of Outlines, which was not tried
    // (https://lmstudio.ai/docs/developer/openai-compat/structured-output).
    limits: { ...LOCAL_EMBED_LIMITS, schemaKeywords: GRAMMAR_KEYWORDS },
  } as const;
}

function matrix() {
  return {
    provider: 'lmstudio',
    routes: { native: nativeRoute(), openai: openaiRoute() },
  } as const satisfies CapabilityMatrix;
}

/** The type of the matrix with every cell. It is named so that editors show `LmClient<LmStudioMatrix>` instead of all the cells. */
export interface LmStudioMatrix extends Readonly<ReturnType<typeof matrix>> {}

/** The capability matrix of LM Studio. Its own API comes first because only that API reports load and prompt progress. */
export const capabilities: LmStudioMatrix = /* @__PURE__ */ matrix();
