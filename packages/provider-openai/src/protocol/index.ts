// For providers whose servers also speak OpenAI's format. The route is all that most need; the rest are its parts.
export { createOpenAIRoute, type OpenAIRoute, type OpenAIRouteParts } from '../openai-route.js';
export { GENERAL_DIALECT, type Dialect } from '../encode/dialect.js';

export { askForUsage } from '../encode/ask-for-usage.js';
export { encodeImage } from '../encode/encode-image.js';
export { withoutUndefined } from '../encode/without-undefined.js';
export { encodeChatRequest, encodeLogprobs } from '../chat-completions/encode-chat-request.js';
export { encodeMessages } from '../chat-completions/encode-messages.js';
export { encodeResponseFormat } from '../chat-completions/encode-response-format.js';
export { encodeToolChoice } from '../chat-completions/encode-tool-choice.js';
export { encodeTools } from '../chat-completions/encode-tools.js';
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
export { decodeCompletionResponse } from '../completions/decode-completion-response.js';
export { CompletionStreamDecoder } from '../completions/completion-stream-decoder.js';
export { decodeEmbeddings, type ExpectedEmbeddings } from '../embeddings/decode-embeddings.js';
export { decodeModels } from '../models/decode-models.js';
export { decodeLogprobs, decodeTokenLogprobs } from '../decode/decode-logprobs.js';
export { decodeFinishReason } from '../decode/decode-finish-reason.js';
export { decodeTiming } from '../decode/decode-timing.js';
export { decodeUsage } from '../decode/decode-usage.js';

export type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from '../chat-completions/wire.js';
export type { TextCompletion, TextCompletionChunk, TextCompletionRequest } from '../completions/wire.js';
export type { EmbeddingsRequest, EmbeddingsResponse } from '../embeddings/wire.js';
