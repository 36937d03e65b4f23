export { ollama } from './ollama.js';
export { capabilities as ollamaCapabilities, type OllamaMatrix } from './capabilities.js';

export { OllamaApi } from './ollama-api.js';
export type { OllamaApiOptions } from './open-http.js';
export { resolveOllamaHost } from './server/resolve-ollama-host.js';
export type { OllamaChatRequest, OllamaChatResponse, OllamaMessage, OllamaTool, OllamaToolCall } from './chat/wire.js';
export type { OllamaGenerateRequest, OllamaGenerateResponse } from './completions/wire.js';
export type { OllamaLogprob, ResponseStats } from './decode/wire.js';
export type { OllamaEmbedRequest, OllamaEmbedResponse } from './embeddings/wire.js';
export type { Format, KeepAlive, OllamaOptions, Think } from './encode/wire.js';
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
