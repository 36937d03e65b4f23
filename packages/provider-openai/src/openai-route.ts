import type {
  ChatRequest,
  CompletionRequest,
  HttpClient,
  Provider,
  ProviderCall,
  WithModel,
} from '@lmux/core/provider';
import type { CompletionStreamEvent, MetadataSource, PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { decodeChatResponse } from './chat-completions/decode-chat-response.js';
import { demandedFormat, encodeChatRequest } from './chat-completions/encode-chat-request.js';
import { hasToolImages, reasoningWarnings } from './chat-completions/encode-messages.js';
import { chatCompletions, chatEventSource } from './chat-completions/endpoint.js';
import { toolImageWarnings } from './chat-completions/move-tool-images.js';
import { decodeCompletionResponse } from './completions/completion-stream-decoder.js';
import { encodeCompletionRequest } from './completions/encode-completion-request.js';
import { completionEventSource, textCompletions } from './completions/endpoint.js';
import { decodeEmbeddingResponse } from './embeddings/decode-embedding-response.js';
import { encodeEmbeddingRequest } from './embeddings/encode-embedding-request.js';
import { embeddings } from './embeddings/endpoint.js';
import type { Dialect } from './encode/dialect.js';
import { decodeModels } from './models/decode-models.js';
import { listModels } from './models/endpoint.js';

/** Options of `createOpenAIRoute`. */
export interface OpenAIRouteParts {
  readonly http: HttpClient;
  /** Put before each path, for a client whose base URL ends before `/v1`. Default: empty. */
  readonly prefix?: string | undefined;
  readonly dialect: Dialect;
  /** True if streams request their usage. */
  readonly includeUsage: boolean;
  /** Creates ids for tool calls that arrive without one. */
  readonly generateId: () => string;
  /** The server, to recognize its state in the messages of later requests. If unset, no state is kept or sent back. */
  readonly server?: Omit<MetadataSource, 'route'> | undefined;
}

/** The provider methods that an OpenAI-compatible API can serve. Streams are push sources. */
export interface OpenAIRoute extends Required<Pick<Provider, 'chat' | 'complete' | 'embed' | 'listModels'>> {
  readonly chatStream: (request: WithModel<ChatRequest>, call: ProviderCall) => PushSource<StreamEvent>;
  readonly completeStream: (
    request: WithModel<CompletionRequest>,
    call: ProviderCall,
  ) => PushSource<CompletionStreamEvent>;
}

/** Adds `stream_options` that request the usage of a stream, unless the request has `stream_options`. */
export function requestUsage<Request extends { stream_options?: unknown }>(request: Request): Request {
  return 'stream_options' in request ? request : { ...request, stream_options: { include_usage: true } };
}

/** Creates the provider methods for an OpenAI-compatible API, for a provider with this route, alone or in addition to others. */
export function createOpenAIRoute(parts: OpenAIRouteParts): OpenAIRoute {
  const { http, prefix, dialect, includeUsage, generateId, server } = parts;
  const withUsage = includeUsage ? requestUsage : <Request>(request: Request): Request => request;
  const sourceOf = ({ route }: ProviderCall): MetadataSource | undefined => server && { ...server, route };
  const aboutCall = (request: WithModel<object>, { route, warnings, options }: ProviderCall) => ({
    model: request.model,
    route,
    warnings,
    generateId,
    collect: options.collect,
  });
  const aboutChat = (request: WithModel<ChatRequest>, call: ProviderCall, source: MetadataSource | undefined) => ({
    ...aboutCall(request, call),
    warnings: [
      ...call.warnings,
      ...reasoningWarnings(request.messages, { dialect, source }),
      ...(hasToolImages(request.messages) ? toolImageWarnings(request, dialect) : []),
    ],
    metadataSource: source,
  });
  return {
    async chat(request, call) {
      const source = sourceOf(call);
      const body = encodeChatRequest(request, dialect, source);
      const response = await chatCompletions(http, body, call.options, prefix);
      return decodeChatResponse(response, {
        ...aboutChat(request, call, source),
        responseFormat: demandedFormat(body),
        request: body,
      });
    },
    chatStream(request, call) {
      const source = sourceOf(call);
      const body = withUsage(encodeChatRequest(request, dialect, source));
      const about = { ...aboutChat(request, call, source), responseFormat: demandedFormat(body) };
      return chatEventSource(http, { request: body, options: call.options, prefix }, about);
    },
    async complete(request, call) {
      const response = await textCompletions(http, encodeCompletionRequest(request, dialect), call.options, prefix);
      return decodeCompletionResponse(response, aboutCall(request, call));
    },
    completeStream(request, call) {
      const body = withUsage(encodeCompletionRequest(request, dialect));
      return completionEventSource(http, { request: body, options: call.options, prefix }, aboutCall(request, call));
    },
    async embed(request, call) {
      const response = await embeddings(http, encodeEmbeddingRequest(request, dialect), call.options, prefix);
      return decodeEmbeddingResponse(response, request, call.warnings);
    },
    listModels: async (call) => decodeModels(await listModels(http, call.options, prefix)),
  };
}
