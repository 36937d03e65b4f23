import type { ChatRequest, HttpClient, ProviderCall, WithModel } from '@lmux/core/provider';
import { addWarnings } from '@lmux/core/provider/streams';
import {
  requestUsage,
  chatCompletions,
  chatEventSource,
  createOpenAIRoute,
  decodeChatResponse,
  type OpenAIRoute,
} from '@lmux/provider-openai/protocol';
import { askForProgress, encodeChat, LLAMACPP_DIALECT } from './chat/encode-chat-request.js';
import { keepAnswer, type KeptAnswer } from './chat/keep-response.js';
import { readProgress } from './chat/prompt-progress.js';
import { OPENAI_PREFIX } from './server/endpoint.js';

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
      const wire = askForProgress(requestUsage(encodeChat(request)));
      const events = ({ options, resume }: Pick<KeptAnswer, 'options'> & Partial<KeptAnswer>) =>
        chatEventSource(
          http,
          { request: wire, options, prefix: OPENAI_PREFIX, resume },
          { ...about(request, call), readAdditions: readProgress },
        );
      return call.resume
        ? addWarnings((warn) => events(keepAnswer(call.options, warn)))
        : events({ options: call.options });
    },
  };
}
