import type {
  ChatRequest,
  CompletionRequest,
  Provider,
  ProviderCall,
  ProviderContext,
  WithModel,
} from '@lmux/core/provider';
import {
  decodeWhole,
  type CompletionStreamEvent,
  type PushSource,
  type StreamEvent,
} from '@lmux/core/provider/streams';
import { toolImageWarnings, type ToolImages } from '@lmux/provider-openai/protocol';
import { ChatStreamDecoder } from './chat/chat-stream-decoder.js';
import { encodeChatRequest } from './chat/encode-chat-request.js';
import { chat, chatEventSource } from './chat/endpoint.js';
import type { OllamaChatRequest } from './chat/wire.js';
import { CompletionStreamDecoder } from './completions/completion-stream-decoder.js';
import { encodeCompletionRequest } from './completions/encode-completion-request.js';
import { completionEventSource, generate } from './completions/endpoint.js';
import { decodeEmbeddingResponse } from './embeddings/decode-embedding-response.js';
import { encodeEmbeddingRequest } from './embeddings/encode-embedding-request.js';
import { embed } from './embeddings/endpoint.js';
import type { LoadSettings } from './models/load-settings.js';
import { createModelMethods } from './models/model-methods.js';
import type { NativeApi } from './server/native-api.js';

/** The dependencies of the native route. */
export interface NativeRouteParts extends Pick<ProviderContext, 'clock' | 'config' | 'generateId'> {
  readonly api: NativeApi;
  /** Where the images of tool results are sent. */
  readonly toolImages: ToolImages;
  readonly settings: LoadSettings;
}

/** The provider methods that use Ollama's own API. It has every method except for counting tokens, and its streams are push sources. */
export interface NativeRoute extends Required<
  Omit<Provider, 'chatStream' | 'completeStream' | 'countTokens' | 'contextLengthApplies'>
> {
  readonly chatStream: (request: WithModel<ChatRequest>, call: ProviderCall) => PushSource<StreamEvent>;
  readonly completeStream: (
    request: WithModel<CompletionRequest>,
    call: ProviderCall,
  ) => PushSource<CompletionStreamEvent>;
}

function completionDecoder(model: string, { route, warnings, options: { collect } }: ProviderCall) {
  return (emit: (event: CompletionStreamEvent) => void) =>
    new CompletionStreamDecoder({ emit, model, route, warnings, collect });
}

/** Creates the provider methods that use Ollama's own API. */
export function createNativeRoute({
  api,
  clock,
  config,
  generateId,
  toolImages,
  settings,
}: NativeRouteParts): NativeRoute {
  const optionsOf = ({ model }: { readonly model: string }) => settings.optionsOf(model);
  const chatDecoder =
    (request: WithModel<ChatRequest>, { format }: OllamaChatRequest, { route, warnings, options }: ProviderCall) =>
    (emit: (event: StreamEvent) => void) =>
      new ChatStreamDecoder({
        emit,
        model: request.model,
        route,
        warnings: [...warnings, ...toolImageWarnings(request, { toolImages })],
        generateId,
        collect: options.collect,
        // Of the body, since `extra` may set the format too.
        responseFormat: format === undefined ? undefined : { type: 'json_object' },
      });
  return {
    async chat(request, call) {
      const body = encodeChatRequest(request, toolImages, optionsOf(request));
      return decodeWhole([await chat(api, body, call.options)], chatDecoder(request, body, call));
    },
    chatStream(request, call) {
      const body = encodeChatRequest(request, toolImages, optionsOf(request));
      return chatEventSource(api, body, call.options, chatDecoder(request, body, call));
    },
    async complete(request, call) {
      const response = await generate(api, encodeCompletionRequest(request, optionsOf(request)), call.options);
      return decodeWhole([response], completionDecoder(request.model, call));
    },
    completeStream(request, call) {
      const body = encodeCompletionRequest(request, optionsOf(request));
      return completionEventSource(api, body, call.options, completionDecoder(request.model, call));
    },
    embed: async (request, { options, warnings }) =>
      decodeEmbeddingResponse(
        await embed(api, encodeEmbeddingRequest(request, config, optionsOf(request)), options),
        request,
        warnings,
      ),
    ...createModelMethods({ api, clock, config, settings }),
  };
}
