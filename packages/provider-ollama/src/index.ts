export { ollama } from './ollama.js';
export { capabilities as ollamaCapabilities } from './capabilities.js';

export { OllamaApi } from './ollama-api.js';
export type { OllamaApiOptions } from './open-http.js';
export { resolveOllamaHost } from './server/resolve-ollama-host.js';
export type { AnswerStats, Format, KeepAlive, OllamaLogprob, OllamaOptions, Think } from './encode/wire.js';
export type { OllamaChatRequest, OllamaChatResponse, OllamaMessage, OllamaTool, OllamaToolCall } from './chat/wire.js';
export type { OllamaGenerateRequest, OllamaGenerateResponse } from './generate/wire.js';
export type { OllamaEmbedRequest, OllamaEmbedResponse } from './embed/wire.js';
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
