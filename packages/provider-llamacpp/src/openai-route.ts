import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { addWarnings, type StreamResume } from '@lmux/core/provider/streams';
import {
  chatEventSource,
  createOpenAIRoute,
  expectsJson,
  requestUsage,
  type OpenAIRoute,
} from '@lmux/provider-openai/protocol';
import { encodeChat, LLAMACPP_DIALECT, requestProgress, withReasoning } from './chat/encode-chat-request.js';
import { keepResponse } from './chat/keep-response.js';
import { readProgress } from './chat/prompt-progress.js';
import { OPENAI_PREFIX } from './server/endpoint.js';

/** Creates the methods that use the OpenAI-compatible API with the additions of llama-server. */
export function createLlamaRoute(http: HttpClient, generateId: () => string): Omit<OpenAIRoute, 'listModels'> {
  const { chat, complete, completeStream, embed } = createOpenAIRoute({
    http,
    prefix: OPENAI_PREFIX,
    dialect: LLAMACPP_DIALECT,
    includeUsage: true,
    generateId,
  });
  return {
    complete,
    completeStream,
    embed,
    chat: (request, call) => chat(withReasoning(request), call),
    chatStream(request, { options, route, warnings, resume: mayResume }) {
      const wire = requestProgress(requestUsage(encodeChat(request)));
      const about = {
        model: request.model,
        route,
        warnings,
        generateId,
        expectsJson: expectsJson(request),
        readAdditions: readProgress,
      };
      const events = (call: { readonly options: CallOptions; readonly resume?: StreamResume }) =>
        chatEventSource(http, { request: wire, prefix: OPENAI_PREFIX, ...call }, about);
      return mayResume ? addWarnings((warn) => events(keepResponse(options, warn))) : events({ options });
    },
  };
}
