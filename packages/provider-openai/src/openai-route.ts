import type {
  ChatRequest,
  CompletionRequest,
  HttpClient,
  Provider,
  ProviderCall,
  WithModel,
} from '@lmux/core/provider';
import type { CompletionStreamEvent, PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { decodeChatResponse } from './chat-completions/decode-chat-response.js';
import { encodeChatRequest } from './chat-completions/encode-chat-request.js';
import { chatCompletions, chatEventSource } from './chat-completions/endpoint.js';
import { decodeCompletionResponse } from './completions/decode-completion-response.js';
import { encodeCompletionRequest } from './completions/encode-completion-request.js';
import { completionEventSource, textCompletions } from './completions/endpoint.js';
import { decodeEmbeddingResponse } from './embeddings/decode-embedding-response.js';
import { encodeEmbeddingRequest } from './embeddings/encode-embedding-request.js';
import { embeddings } from './embeddings/endpoint.js';
import { askForUsage } from './encode/ask-for-usage.js';
import type { Dialect } from './encode/dialect.js';
import { decodeModels } from './models/decode-models.js';
import { listModels } from './models/endpoint.js';

/** What a route of OpenAI's format is made from. */
export interface OpenAIRouteParts {
  readonly http: HttpClient;
  /** Goes before each path, for a client whose base URL ends before `/v1`. Default: empty. */
  readonly prefix?: string | undefined;
  readonly dialect: Dialect;
  /** Whether streams ask for their usage. */
  readonly includeUsage: boolean;
  /** Makes ids for tool calls that come without one. */
  readonly generateId: () => string;
}

/** The methods of a provider that OpenAI's format can serve. Its streams are push sources. */
export interface OpenAIRoute extends Required<Pick<Provider, 'chat' | 'complete' | 'embed' | 'listModels'>> {
  readonly chatStream: (request: WithModel<ChatRequest>, call: ProviderCall) => PushSource<StreamEvent>;
  readonly completeStream: (
    request: WithModel<CompletionRequest>,
    call: ProviderCall,
  ) => PushSource<CompletionStreamEvent>;
}

/** The methods that speak OpenAI's format, for a provider that has this route, alone or beside others. */
export function createOpenAIRoute({ http, prefix, dialect, includeUsage, generateId }: OpenAIRouteParts): OpenAIRoute {
  const ask = includeUsage ? askForUsage : <Request>(request: Request): Request => request;
  const about = (request: WithModel<ChatRequest | object>, { route, warnings }: ProviderCall) => ({
    model: request.model,
    route,
    warnings,
    generateId,
  });
  return {
    async chat(request, call) {
      const answer = await chatCompletions(http, encodeChatRequest(request, dialect), call.options, prefix);
      return decodeChatResponse(answer, about(request, call));
    },
    chatStream(request, call) {
      const wire = ask(encodeChatRequest(request, dialect));
      return chatEventSource(http, { request: wire, options: call.options, prefix }, about(request, call));
    },
    async complete(request, call) {
      const answer = await textCompletions(http, encodeCompletionRequest(request, dialect), call.options, prefix);
      return decodeCompletionResponse(answer, about(request, call));
    },
    completeStream(request, call) {
      const wire = ask(encodeCompletionRequest(request, dialect));
      return completionEventSource(http, { request: wire, options: call.options, prefix }, about(request, call));
    },
    async embed(request, call) {
      const answer = await embeddings(http, encodeEmbeddingRequest(request, dialect), call.options, prefix);
      return decodeEmbeddingResponse(answer, request, call.warnings);
    },
    listModels: async (call) => decodeModels(await listModels(http, call.options, prefix)),
  };
}
