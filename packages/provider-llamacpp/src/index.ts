export { llamacpp } from './llamacpp.js';
export { capabilities as llamacppCapabilities, type LlamaCppMatrix } from './capabilities.js';

export { LlamaCppApi, type LlamaCppModelOptions } from './llamacpp-api.js';
export type { LlamaCppApiOptions } from './open-http.js';
export type {
  LlamaCppFileProgress,
  LlamaCppLoadProgress,
  LlamaCppModel,
  LlamaCppModelResponse,
  LlamaCppModelEvent,
  LlamaCppModelList,
  LlamaCppModelMeta,
  LlamaCppModelRequest,
  LlamaCppModelStatus,
  LlamaCppStatusEvent,
} from './models/wire.js';
export type {
  LlamaCppDetokenized,
  LlamaCppDetokenizeRequest,
  LlamaCppHealth,
  LlamaCppInputTokens,
  LlamaCppProps,
  LlamaCppSlot,
  LlamaCppTemplated,
  LlamaCppTokenizeRequest,
  LlamaCppTokenPiece,
  LlamaCppTokens,
} from './server/wire.js';
export type { WireStream } from '@lmux/core/provider/streams';
export type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  EmbeddingsRequest,
  EmbeddingsResponse,
  TextCompletion,
  TextCompletionChunk,
  TextCompletionRequest,
} from '@lmux/provider-openai/protocol';
