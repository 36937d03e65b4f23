// An application's own tsyringe requires Reflect metadata when it is imported. Imported here too, since a bundler may omit di/tsyringe.ts.
import 'reflect-metadata/lite';
// For applications. '@lmux/core/provider' has the exports for authors of providers.
export {
  createClient,
  type CreateClientOptions,
  type MatrixOf,
  type NoPluginHasThisId,
} from './client/create-client.js';
export { loadPlugins, type LoadPluginsOptions } from './config/load-plugins.js';
export { createClients, type CreateClientsOptions } from './config/create-clients.js';
export { registerLmux, type RegisterLmuxOptions } from './config/register-lmux.js';
export { loadClients, type LoadClientsOptions } from './config/load-clients.js';
export { readConfigFile, type ConfigFile, type FindConfigOptions } from './config/read-config-file.js';
export { configFromEnv } from './config/config-from-env.js';

export { countTokens, type CountTokensOptions } from './client/context/count-tokens.js';
export { trimHistory, type TrimHistoryOptions, type TrimmedHistory } from './tokens/trim-history.js';
export { cosineSimilarity } from './embeddings/cosine-similarity.js';
export { toolMessage } from './messages/tool-message.js';
// For packages with functions that send chats, such as `@lmux/tools`.
export { checkChatFunction, type OwnKeys } from './validate/check-chat-function.js';

export { ERROR_CODES, type ErrorCode } from './errors/error-code.js';
export { LmError, type LmErrorInit } from './errors/lm-error.js';
export { ApiError } from './errors/api-error.js';
export { CapabilityError } from './errors/capability-error.js';
export { StreamError } from './errors/stream-error.js';
export { isApiError, isCapabilityError, isLmError, isStreamError } from './errors/guards.js';

export {
  CLOCK,
  ID_GENERATOR,
  LM_CLIENT,
  LM_CLIENTS,
  lmClient,
  LOGGER,
  PROVIDER_FACTORY,
  RETRY_POLICY,
  TRANSPORT,
} from './provider/tokens.js';
export { UndiciTransport } from './platform/platform-undici-transport.js';
export { FetchTransport, type FetchTransportOptions } from './transport/fetch-transport.js';
export { BackoffRetryPolicy, guardRetryPolicy, type RetryPolicy } from './http/retry-policy.js';
export type { FailedAttempt } from './http/retry-delay.js';

export type { BodySink, Transport, TransportBody, TransportRequest, TransportResponse } from './transport/transport.js';
export type { UndiciTransportOptions } from './transport/undici-transport.js';
export type { Clock } from './clock/clock.js';
export type { Logger, LogFields } from './logging/logger.js';
export type { Binding, Container } from './provider/container.js';
export type { ProviderPlugin } from './provider/provider-plugin.js';
export type { EnvReference, LmuxConfig, ProviderConfig } from './config/lmux-config.js';
export type { LmClients } from './config/lazy-clients.js';

export type {
  CallOptions,
  ClientRetryOptions,
  EmulateMode,
  OnUnsupported,
  RetryOptions,
  RetryQuotaOptions,
  TimeoutName,
  Timeouts,
} from './contract/call-options.js';
export type {
  Capability,
  CapabilityMatrix,
  ChatFeature,
  RangedSetting,
  RouteCapabilities,
  RouteLimits,
  SchemaKeywords,
  SchemaKind,
  Support,
  SupportCell,
  ValueRange,
} from './contract/capability.js';
export type { ChatInput, ChatRequest, ChatResponse, PartialResponse, ReasoningSetting } from './contract/chat.js';
export type {
  ApiToken,
  ClientConfig,
  Limits,
  ModelCapabilityMode,
  ProxyConfig,
  RedirectMode,
  SizeLimits,
} from './contract/client-config.js';
export type { CompletionRequest, CompletionResponse } from './contract/completion.js';
export type { DownloadJob, DownloadRequest, DownloadStatus } from './contract/download.js';
export type { EmbeddingRequest, EmbeddingResponse } from './contract/embedding.js';
export type { FinishReason, UnifiedFinishReason } from './contract/finish-reason.js';
export type { EphemeralMcpIntegration, Integration, PluginIntegration } from './contract/integration.js';
export type { IncomingJson, JsonObject } from './contract/json.js';
export type {
  DescribeOptions,
  EnsureLoadedOptions,
  LmClient,
  LmModels,
  LoadOptions,
  ThisProviderCannot,
  WatchDownloadOptions,
} from './contract/lm-client.js';
export type { TokenLogprob } from './contract/chat.js';
export type {
  AssistantMessage,
  ContentPart,
  ImagePart,
  Message,
  ReasoningPart,
  SystemMessage,
  TextPart,
  ToolMessage,
  UserMessage,
} from './contract/message.js';
export type {
  LoadedModel,
  LoadProgress,
  LoadRequest,
  ModelCapabilities,
  ModelInfo,
  ModelInstance,
  ModelType,
} from './contract/model.js';
export type { DescribedFeature, ModelDescription, ModelOverrides } from './contract/model-description.js';
export type {
  ContextOverflow,
  ContextOverflowHandler,
  OverflowingChat,
  TokenCount,
} from './contract/context-overflow.js';
export type { MissingFeature, Plan, PlanFact } from './contract/plan.js';
export type {
  JsonObjectResponseFormat,
  JsonSchemaResponseFormat,
  ResponseFormat,
  TextResponseFormat,
} from './contract/response-format.js';
export type { ReasoningTagPair, ReasoningTags } from './contract/reasoning-tags.js';
export type { SamplingSettings } from './contract/sampling.js';
export type { SchemaInput, StandardJsonSchema } from './contract/standard-schema.js';
export type { CompletionStreamEvent, StreamEvent } from './contract/stream-event.js';
export type { HttpDetails, RateLimit, RateLimits } from './contract/http-details.js';
export type {
  ChatStream,
  CompletionStream,
  EventObserver,
  EventStream,
  StreamSubscription,
} from './contract/streams.js';
export type { ProviderMetadata } from './contract/provider-metadata.js';
export type { Timing } from './contract/usage.js';
export type { ToolCall, ToolCallInput, ToolChoice, ToolDefinition, ToolResult } from './contract/tool.js';
export type { Usage } from './contract/usage.js';
export type { Warning } from './contract/warning.js';
