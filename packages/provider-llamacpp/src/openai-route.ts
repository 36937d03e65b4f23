import { decodeSource, type ChatRequest, type HttpClient, type ProviderCall, type WithModel } from '@lmux/core/provider';
import {
  askForUsage,
  chatCompletions,
  chatPiecesSource,
  ChatStreamDecoder,
  createOpenAIRoute,
  decodeChatResponse,
  type OpenAIRoute,
} from '@lmux/provider-openai/protocol';
import { LLAMACPP_DIALECT } from './chat/dialect.js';
import { askForProgress, encodeChat } from './chat/encode-chat.js';
import { readProgress } from './chat/read-progress.js';
import { OPENAI_PREFIX } from './server/openai-prefix.js';

/** The methods that speak OpenAI's format with what llama-server adds to it. */
export function createLlamaRoute(http: HttpClient, generateId: () => string): Omit<OpenAIRoute, 'listModels'> {
  const { complete, completeStream, embed } = createOpenAIRoute({
    http,
    prefix: OPENAI_PREFIX,
    dialect: LLAMACPP_DIALECT,
    includeUsage: true,
    generateId,
  });
  const about = (request: WithModel<ChatRequest>, { route, warnings }: ProviderCall) => ({
    model: request.model,
    route,
    warnings,
    generateId,
  });
  return {
    complete,
    completeStream,
    embed,
    async chat(request, call) {
      const answer = await chatCompletions(http, encodeChat(request), call.options, OPENAI_PREFIX);
      return decodeChatResponse(answer, about(request, call));
    },
    chatStream(request, call) {
      const wire = askForProgress(askForUsage(encodeChat(request)));
      const source = chatPiecesSource(http, wire, call.options, OPENAI_PREFIX);
      return decodeSource(
        source,
        (emit) => new ChatStreamDecoder({ ...about(request, call), emit, readAdditions: readProgress }),
      );
    },
  };
}
