import type { CallOptions } from '@lmux/core/provider';
import { addWarnings, type StreamResume } from '@lmux/core/provider/streams';
import {
  chatEventSource,
  createOpenAIRoute,
  demandedFormat,
  requestUsage,
  type OpenAIRoute,
  type OpenAIRouteParts,
} from '@lmux/provider-openai/protocol';
import { encodeChat, LLAMACPP_DIALECT, requestProgress, withReasoning } from './chat/encode-chat-request.js';
import { keepResponse } from './chat/keep-response.js';
import { readProgress } from './chat/prompt-progress.js';
import { OPENAI_PREFIX } from './server/endpoint.js';

/** Options of `createLlamaRoute`. */
export type LlamaRouteParts = Required<Pick<OpenAIRouteParts, 'http' | 'generateId' | 'server'>>;

/** Creates the methods that use the OpenAI-compatible API with the additions of llama-server. */
export function createLlamaRoute({ http, generateId, server }: LlamaRouteParts): Omit<OpenAIRoute, 'listModels'> {
  const { chat, complete, completeStream, embed } = createOpenAIRoute({
    http,
    prefix: OPENAI_PREFIX,
    dialect: LLAMACPP_DIALECT,
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
      const wire = requestProgress(requestUsage(encodeChat(request, metadataSource)));
      const about = {
        model: request.model,
        route,
        warnings,
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
  };
}
