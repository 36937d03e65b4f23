// For people who write providers. Everything here is also what our own providers are built on.
export type {
  EventSourceLike,
  LoadedInstance,
  Provider,
  ProviderCall,
  ProviderLoadCall,
  WithModel,
} from './provider.js';
export type { ProviderContext, ProviderFactory } from './provider-factory.js';
export type { Container } from './container.js';
export type { ProviderPlugin } from './provider-plugin.js';
export { PROVIDER_FACTORY } from './tokens.js';
export { checkProvider, defineProvider } from './define-provider.js';
export { wireOptionsOf } from './wire-options-of.js';
export { DownloadJobs } from './download-jobs.js';
export { createHttpClient, type ServerTraits, type WireClientOptions, type WireHttp } from './create-http-client.js';
export type { BaseUrl } from '../http/base-url.js';

export type { HttpClient } from '../http/http-client.js';
export type { HttpCall, JsonAnswer, StreamResume } from '../http/http-call.js';
export type { AnswerContext, BodyDecoder, BodyDecoderFactory } from '../http/body-decoder.js';
export type { Clock } from '../clock/clock.js';
export type { CallScope } from '../signals/call-scope.js';
export { SseJsonDecoder } from '../http/sse-json-decoder.js';
export type { SseJsonFormat } from '../http/sse-json-format.js';
export { NdjsonDecoder } from '../http/ndjson-decoder.js';
export type { NdjsonFormat } from '../http/ndjson-format.js';
export type { JsonPath } from '../sse/json-template.js';
export { carriesError, readErrorBody, type ErrorBody } from '../http/error-body.js';
export { classifyError, type ErrorRule } from '../http/classify-error.js';

export {
  ChatEventWriter,
  withCalls,
  type ChatEventWriterOptions,
  type ResponseFacts,
} from '../stream/chat-event-writer.js';
export { CompletionEventWriter, type CompletionEventWriterOptions } from '../stream/completion-event-writer.js';
export { decodeSource, type StreamDecoder } from '../stream/decode-source.js';
export { decodeWhole } from '../stream/decode-whole.js';
export { toToolCall } from '../stream/parse-arguments.js';
export { PullIterator } from '../stream/pull-iterator.js';
export { failingSource, type PushSource } from '../stream/push-source.js';
export { warnBeside } from '../stream/warn-beside.js';
export { WireStream } from '../stream/wire-stream.js';

export { DENIED_ROUTE, type DeniedRoute } from '../capability/denied-route.js';
export { jsonSchemaOf } from '../capability/json-schema-of.js';
export { noteOf, supportOf } from '../capability/support.js';

export { ApiError } from '../errors/api-error.js';
export { CapabilityError, type CapabilityErrorInit } from '../errors/capability-error.js';
export type { ErrorCode } from '../errors/error-code.js';
export { isApiError, isLmError, isStreamError } from '../errors/guards.js';
export { LmError, type LmErrorInit } from '../errors/lm-error.js';
export { StreamError } from '../errors/stream-error.js';

export type { IncomingJson, JsonObject } from '../contract/json.js';
export type { CallOptions } from '../contract/call-options.js';
export type { Capability, CapabilityMatrix, RouteCapabilities } from '../contract/capability.js';
export type { ChatRequest, ChatResponse, PartialResponse } from '../contract/chat.js';
export type { CompletionRequest, CompletionResponse } from '../contract/completion.js';
export type { DownloadJob, DownloadRequest } from '../contract/download.js';
export type { EmbeddingRequest, EmbeddingResponse } from '../contract/embedding.js';
export type { FinishReason } from '../contract/finish-reason.js';
export type { Integration } from '../contract/integration.js';
export type { TokenLogprob } from '../contract/logprobs.js';
export type { ContentPart, ImagePart, Message, TextPart } from '../contract/message.js';
export type {
  LoadProgress,
  LoadRequest,
  ModelCapabilities,
  ModelInfo,
  ModelInstance,
  ModelType,
} from '../contract/model.js';
export type { ResponseFormat } from '../contract/response-format.js';
export type { CompletionStreamEvent, StreamEvent } from '../contract/stream-event.js';
export type { EventObserver, StreamSubscription } from '../contract/streams.js';
export type { Timing } from '../contract/timing.js';
export type { ToolCall, ToolChoice, ToolDefinition } from '../contract/tool.js';
export type { Usage } from '../contract/usage.js';
export type { Warning } from '../contract/warning.js';
