import type { CapabilityMatrix } from '@lmux/core/provider';
import { MODEL_MANAGEMENT, OPENAI_FORMAT_ROUTE, sameCell } from './openai-format-route.js';

const NO_FIELD = { support: 'no', note: "OpenAI's format has no field for it." } as const;

const OFTEN_TAKEN = { support: 'unknown', note: "Not in OpenAI's API; most local servers take it." } as const;

// Made by a function, so that a bundler can leave it out with the plugin.
function matrix() {
  return {
    provider: 'openai',
    routes: {
      openai: {
        ...OPENAI_FORMAT_ROUTE,
        ...sameCell(
          {
            support: 'no',
            note: "OpenAI's format has no such call; LM Studio's own API has: use provider `lmstudio`.",
          },
          ...MODEL_MANAGEMENT,
        ),
        ...sameCell(OFTEN_TAKEN, 'topK', 'minP', 'repeatPenalty'),
        ...sameCell(NO_FIELD, 'statefulChat', 'integrations', 'contextLength', 'ttl', 'loadProgress', 'promptProgress'),
        resume: { support: 'no', note: "OpenAI's format has no way to take up an answer that broke off." },
      },
    },
  } as const satisfies CapabilityMatrix;
}

/** The type of the matrix, with every cell known. Named because editors then show `LmClient<OpenAIMatrix>` and not the cells. */
export interface OpenAIMatrix extends Readonly<ReturnType<typeof matrix>> {}

/** The capability matrix of servers with an OpenAI-compatible API. */
export const capabilities: OpenAIMatrix = /* @__PURE__ */ matrix();
