// For authors of providers that use HTTP and JSON. '@lmux/core/provider/streams' has the exports for streams,
// '@lmux/core/provider/json' the functions that read JSON.
export type {
  LoadedInstance,
  Provider,
  ProviderCall,
  ProviderCountCall,
  ProviderDescribeCall,
  ProviderLoadCall,
  WithModel,
} from './provider.js';
export type { ProviderContext, ProviderFactory } from './provider-factory.js';
export type { Container } from './container.js';
export type { ProviderPlugin } from './provider-plugin.js';
export { PROVIDER_FACTORY } from './tokens.js';
export { defineProvider } from './define-provider.js';
export { dispatchRoutes } from './dispatch-routes.js';
export { resolveModel } from './resolve-model.js';
export { wireOptionsOf } from './wire-options-of.js';
export { createHttpClient, type ServerTraits, type WireClientOptions, type WireHttp } from './create-http-client.js';
export type { BaseUrl } from '../http/base-url.js';

export type { HttpClient } from '../http/http-client.js';
export type { HttpCall, JsonResponse } from '../http/http-call.js';
export type { ErrorRule } from '../errors/classify-error.js';
export type { OperationScope } from '../signals/call-scope.js';

export { DENIED_ROUTE, type DeniedRoute } from '../capability/denied-route.js';
export { GRAMMAR_KEYWORDS } from '../capability/grammar-keywords.js';
export { jsonSchemaOf } from '../capability/json-schema-of.js';
export { toToolCall } from '../events/parse-arguments.js';

export { ApiError } from '../errors/api-error.js';
export { CapabilityError } from '../errors/capability-error.js';
export type { ErrorCode } from '../errors/error-code.js';
export { isApiError, isLmError, isStreamError } from '../errors/guards.js';
export { LmError } from '../errors/lm-error.js';
export { StreamError } from '../errors/stream-error.js';

export type { CallOptions } from '../contract/call-options.js';
export type { Capability, CapabilityMatrix } from '../contract/capability.js';
export type { ChatRequest, ChatResponse } from '../contract/chat.js';
export type { CompletionRequest, CompletionResponse } from '../contract/completion.js';
export type { DownloadJob, DownloadRequest } from '../contract/download.js';
export type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
export type { FinishReason } from '../contract/finish-reason.js';
export type { JsonObject } from '../contract/json.js';
export type { TokenLogprob } from '../contract/chat.js';
export type { ContentPart, ImagePart, Message } from '../contract/message.js';
export type { LoadProgress, LoadRequest, ModelInfo } from '../contract/model.js';
export type { DescribedModel } from '../contract/model-description.js';
export type { Timing } from '../contract/usage.js';
export type { ToolDefinition } from '../contract/tool.js';
export type { Usage } from '../contract/usage.js';
export type { Warning } from '../contract/warning.js';
