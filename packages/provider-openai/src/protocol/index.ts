// For providers whose servers also have an OpenAI-compatible API. Most need only the route. The rest are its parts.
export {
  LOCAL_EMBED_LIMITS,
  MODEL_MANAGEMENT,
  OPENAI_FORMAT_ROUTE,
  sameCell,
  type OpenAIFormatRoute,
} from '../openai-format-route.js';
export { requestUsage, createOpenAIRoute, type OpenAIRoute, type OpenAIRouteParts } from '../openai-route.js';
export {
  GENERAL_DIALECT,
  type Dialect,
  type MaxTokensField,
  type ReasoningField,
  type ToolImages,
} from '../encode/dialect.js';

export { readOpenAIOptions, type OpenAIOptions } from '../openai-options.js';

export { encodeImage } from '../encode/encode-image.js';
export { moveToolImages, toolImageWarnings } from '../chat-completions/move-tool-images.js';
export { encodeSamplingNumbers } from '../encode/encode-sampling.js';
export { withoutUndefined } from '../encode/merge-defined.js';
export {
  demandedFormat,
  encodeChatRequest,
  encodeLogprobs,
  encodeResponseFormat,
} from '../chat-completions/encode-chat-request.js';
export { encodeMessages } from '../chat-completions/encode-messages.js';
export { reasoningText, type HistoryTarget } from '../chat-completions/encode-reasoning.js';
export { encodeToolChoice, encodeTools } from '../chat-completions/encode-tools.js';
export { encodeCompletionRequest } from '../completions/encode-completion-request.js';
export { encodeEmbeddingRequest } from '../embeddings/encode-embedding-request.js';

export {
  chatCompletions,
  chatCompletionsSource,
  chatEventSource,
  type ChatStreamCall,
} from '../chat-completions/endpoint.js';
export { textCompletions, textCompletionsSource } from '../completions/endpoint.js';
export { embeddings } from '../embeddings/endpoint.js';
export { listModels } from '../models/endpoint.js';

export { decodeChatResponse } from '../chat-completions/decode-chat-response.js';
export { ChatStreamDecoder, type ChatStreamDecoderOptions } from '../chat-completions/chat-stream-decoder.js';
export { CompletionStreamDecoder, decodeCompletionResponse } from '../completions/completion-stream-decoder.js';
export { decodeEmbeddings, type ExpectedEmbeddings } from '../embeddings/decode-embedding-response.js';
export { decodeModels } from '../models/decode-models.js';
export { decodeLogprobs, decodeTokenLogprobs } from '../decode/decode-logprobs.js';
export { decodeFinishReason } from '../decode/decode-finish-reason.js';
export { decodeTiming } from '../decode/decode-timing.js';
export { decodeUsage } from '../decode/decode-usage.js';

export type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from '../chat-completions/wire.js';
export type { TextCompletion, TextCompletionChunk, TextCompletionRequest } from '../completions/wire.js';
export type { EmbeddingsRequest, EmbeddingsResponse } from '../embeddings/wire.js';
