import { CapabilityError, type EmbeddingRequest, type HttpClient } from '@lmux/core/provider';
import {
  createOpenAIRoute,
  type Dialect,
  type OpenAIRoute,
  type OpenAIRouteParts,
} from '@lmux/provider-openai/protocol';
import { modelMismatchSource, withModelMismatch } from './models/model-mismatch.js';

/**
 * The dialect of LM Studio's OpenAI-compatible API, which rejects `json_object` and tool choices that are objects. It sends reasoning as
 * `reasoning_content`, or as `reasoning` for some models (lmstudio-ai/lmstudio-bug-tracker issue 894). A model that knows only `on` and `off`
 * is set to `on` by any other effort (issue 2284 of the same tracker), so `medium` turns on the reasoning of all models that have it. Versions
 * of 2024 reject `content: null` beside tool calls (issue 261 of the same tracker). No version is known to reject an empty string.
 */
const LM_STUDIO_DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  toolCallContent: 'empty',
  toolChoiceObjects: false,
  jsonObjectAsSchema: true,
  ttl: true,
  reasoningOn: 'medium',
  defaultReasoningField: 'reasoning_content',
};

/**
 * Rejects a request that must not be truncated: LM Studio truncates texts to embed to the context length, with status 200 and without a sign
 * in the response.
 */
function checkOverflow({ contextOverflow }: EmbeddingRequest): void {
  if (contextOverflow !== 'error') return;
  throw new CapabilityError(
    'LM Studio truncates texts that exceed the context of an embedding model, and does not report it, so "contextOverflow" cannot be "error". Nothing was sent. Split long texts, and set contextOverflow to "server".',
    { provider: 'lmstudio', missing: [{ feature: 'contextOverflowError', routes: ['openai'] }], supportedBy: [] },
  );
}

/** Options of `createLmStudioOpenAIRoute`. */
export interface LmStudioOpenAIRouteParts {
  readonly http: HttpClient;
  /** Path below which LM Studio is. */
  readonly prefix: string;
  readonly generateId: () => string;
  readonly server: OpenAIRouteParts['server'];
}

/** Creates the provider methods for LM Studio's OpenAI-compatible API. They warn if another model responds than the requested one. */
export function createLmStudioOpenAIRoute({ prefix, ...parts }: LmStudioOpenAIRouteParts): OpenAIRoute {
  const route = createOpenAIRoute({
    ...parts,
    prefix: `${prefix}/v1`,
    dialect: LM_STUDIO_DIALECT,
    includeUsage: true,
  });
  return {
    chat: async (request, call) => withModelMismatch(await route.chat(request, call), request.model),
    chatStream: (request, call) => modelMismatchSource(route.chatStream(request, call), request.model),
    complete: async (request, call) => withModelMismatch(await route.complete(request, call), request.model),
    completeStream: (request, call) => modelMismatchSource(route.completeStream(request, call), request.model),
    async embed(request, call) {
      checkOverflow(request);
      return withModelMismatch(await route.embed(request, call), request.model);
    },
    listModels: (call) => route.listModels(call),
  };
}
