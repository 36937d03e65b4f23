import type { HttpClient } from '@lmux/core/provider';
import { createOpenAIRoute, type Dialect, type OpenAIRoute } from '@lmux/provider-openai/protocol';
import { modelMismatchSource, withModelMismatch } from './models/model-mismatch.js';

/** What LM Studio takes on its routes of OpenAI's format: it refuses `json_object` and a tool choice that is an object. */
const LM_STUDIO_DIALECT: Dialect = {
  maxTokensField: 'max_tokens',
  toolChoiceObjects: false,
  jsonObjectAsSchema: true,
  ttl: true,
};

/** What the route of OpenAI's format is made from. */
export interface LmStudioOpenAIRouteParts {
  readonly http: HttpClient;
  /** The path below which LM Studio is. */
  readonly prefix: string;
  readonly generateId: () => string;
}

/** The methods that speak OpenAI's format to LM Studio. They warn where another model responds than the one requested. */
export function createLmStudioOpenAIRoute({ http, prefix, generateId }: LmStudioOpenAIRouteParts): OpenAIRoute {
  const route = createOpenAIRoute({
    http,
    prefix: `${prefix}/v1`,
    dialect: LM_STUDIO_DIALECT,
    includeUsage: true,
    generateId,
  });
  return {
    chat: async (request, call) => withModelMismatch(await route.chat(request, call), request.model),
    chatStream: (request, call) => modelMismatchSource(route.chatStream(request, call), request.model),
    complete: async (request, call) => withModelMismatch(await route.complete(request, call), request.model),
    completeStream: (request, call) => modelMismatchSource(route.completeStream(request, call), request.model),
    embed: async (request, call) => withModelMismatch(await route.embed(request, call), request.model),
    listModels: (call) => route.listModels(call),
  };
}
