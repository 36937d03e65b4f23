import type { CallOptions, Provider } from '@lmux/core/provider';
import { addWarnings, type StreamResume } from '@lmux/core/provider/streams';
import {
  chatEventSource,
  createOpenAIRoute,
  demandedFormat,
  requestUsage,
  toolImageWarnings,
  type OpenAIRoute,
  type OpenAIRouteParts,
  type ToolImages,
} from '@lmux/provider-openai/protocol';
import { encodeChat, LLAMACPP_DIALECT, requestProgress, withReasoning } from './chat/encode-chat-request.js';
import { countInputTokens } from './chat/count-input-tokens.js';
import { keepResponse } from './chat/keep-response.js';
import { readProgress } from './chat/prompt-progress.js';
import { OPENAI_PREFIX } from './server/endpoint.js';

/** Options of `createLlamaRoute`. */
export interface LlamaRouteParts extends Required<Pick<OpenAIRouteParts, 'http' | 'generateId' | 'server'>> {
  /** Where the server accepts the images of tool results. Default: in the results. */
  readonly toolImages?: ToolImages | undefined;
}

/** The methods that use the OpenAI-compatible API. */
export type LlamaRoute = Omit<OpenAIRoute, 'listModels'> & Required<Pick<Provider, 'countTokens'>>;

/** Creates the methods that use the OpenAI-compatible API with the additions of llama-server. */
export function createLlamaRoute({ http, generateId, server, toolImages }: LlamaRouteParts): LlamaRoute {
  const dialect = toolImages === undefined ? LLAMACPP_DIALECT : { ...LLAMACPP_DIALECT, toolImages };
  const { chat, complete, completeStream, embed } = createOpenAIRoute({
    http,
    prefix: OPENAI_PREFIX,
    dialect,
    includeUsage: true,
    generateId,
    server,
  });
  return {
    complete,
    completeStream,
    embed,
    chat: (request, call) => chat(withReasoning(request), call),
    chatStream(request, { options, route, warnings, resume: mayResume }) {
      const metadataSource = server && { ...server, route };
      const wire = requestProgress(requestUsage(encodeChat(request, metadataSource, dialect)));
      const about = {
        model: request.model,
        route,
        warnings: [...warnings, ...toolImageWarnings(request, dialect)],
        generateId,
        collect: options.collect,
        responseFormat: demandedFormat(wire),
        metadataSource,
        readAdditions: readProgress,
      };
      const events = (call: { readonly options: CallOptions; readonly resume?: StreamResume }) =>
        chatEventSource(http, { request: wire, prefix: OPENAI_PREFIX, ...call }, about);
      return mayResume ? addWarnings((warn) => events(keepResponse(options, warn))) : events({ options });
    },
    // Encoded as for a chat, so that the count equals the usage of the chat.
    countTokens: (request, { options, route, load }) =>
      countInputTokens(http, encodeChat(request, server && { ...server, route }, dialect), { options, load }),
  };
}
