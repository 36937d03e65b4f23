export { openai } from './openai.js';
export { capabilities as openaiCapabilities, type OpenAIMatrix } from './capabilities.js';
export type { OpenAIOptions } from './openai-options.js';

export { OpenAIApi } from './openai-api.js';
export type { OpenAIApiOptions } from './open-http.js';
export type { WireStream } from '@lmux/core/provider/streams';
export type {
  ChatAssistantMessageParam,
  ChatChoice,
  ChatChunkChoice,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  ChatDelta,
  ChatImagePart,
  ChatJsonSchema,
  ChatLogprobs,
  ChatMessage,
  ChatMessageParam,
  ChatResponseFormat,
  ChatStreamOptions,
  ChatSystemMessageParam,
  ChatTextPart,
  ChatTimings,
  ChatTokenLogprob,
  ChatTool,
  ChatToolCall,
  ChatToolCallDelta,
  ChatToolChoice,
  ChatToolMessageParam,
  ChatUsage,
  ChatUserMessageParam,
} from './chat-completions/wire.js';
export type {
  TextCompletion,
  TextCompletionChoice,
  TextCompletionChunk,
  TextCompletionLogprobs,
  TextCompletionRequest,
  TextCompletionUsage,
} from './completions/wire.js';
export type { Embedding, EmbeddingsRequest, EmbeddingsResponse, EmbeddingsUsage } from './embeddings/wire.js';
export type { Model, ModelList } from './models/wire.js';
