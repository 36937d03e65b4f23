export { lmstudio } from './lmstudio.js';
export { capabilities as lmstudioCapabilities, type LmStudioMatrix } from './capabilities.js';

export { LmStudioApi } from './lmstudio-api.js';
export type { LmStudioApiOptions } from './open-http.js';
export type {
  NativeChatEvent,
  NativeChatRequest,
  NativeChatResponse,
  NativeChatStats,
  NativeEphemeralMcpIntegration,
  NativeImageInput,
  NativeInputItem,
  NativeIntegration,
  NativeInvalidToolCall,
  NativeInvalidToolCallOutput,
  NativeMessageOutput,
  NativeOutputItem,
  NativePluginIntegration,
  NativeReasoningOutput,
  NativeStreamError,
  NativeTextInput,
  NativeToolCallOutput,
  NativeToolProvider,
} from './chat/wire.js';
export type {
  DownloadModelRequest,
  DownloadModelResponse,
  LoadModelRequest,
  LoadModelResponse,
  NativeLoadConfig,
  NativeModel,
  NativeModelCapabilities,
  NativeModelInstance,
  NativeModelList,
  UnloadModelRequest,
  UnloadModelResponse,
} from './models/wire.js';
export type { Greeting } from './server/probe-server.js';
