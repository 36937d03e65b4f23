export { ollama } from './ollama.js';
export { capabilities as ollamaCapabilities, type OllamaMatrix } from './capabilities.js';

export { OllamaApi } from './ollama-api.js';
export type { OllamaApiOptions } from './open-http.js';
export { resolveOllamaHost } from './server/resolve-ollama-host.js';
export type {
  AnswerStats,
  Format,
  KeepAlive,
  OllamaChatRequest,
  OllamaChatResponse,
  OllamaEmbedRequest,
  OllamaEmbedResponse,
  OllamaGenerateRequest,
  OllamaGenerateResponse,
  OllamaLogprob,
  OllamaMessage,
  OllamaOptions,
  OllamaTool,
  OllamaToolCall,
  Think,
} from './wire.js';
export type {
  OllamaDeleteRequest,
  OllamaModel,
  OllamaModelDetails,
  OllamaModelList,
  OllamaPullProgress,
  OllamaPullRequest,
  OllamaRunningList,
  OllamaRunningModel,
  OllamaShowRequest,
  OllamaShowResponse,
} from './models/wire.js';
