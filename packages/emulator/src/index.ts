export { startEmulator } from './start-emulator.js';
export { LMSTUDIO_MODELS as DEFAULT_MODELS } from './lmstudio/default-models.js';
export type { Emulator, ModelState } from './emulator.js';
export type { EmulatorOptions, ServerProfileName } from './options.js';
export type { DownloadPlan, ModelDefinition, ReasoningSettings } from './shared/models/model-definition.js';
export type { ModelDetails, Quantization } from './shared/models/model-details.js';
export type { PluginTool, Plugins } from './lmstudio/plugin-tool.js';
export type { EngineFailure, EngineFault } from './shared/engine/engine-failure.js';
export type {
  OfferedTool,
  PromptMessage,
  ReplyOption,
  ReplyParts,
  ReplyRequest,
  ReplyToolCall,
} from './shared/engine/reply.js';
export type { ErrorEventShape, Fault, FaultEffect, FaultMatch, FaultPoint } from './shared/faults/fault.js';
export type { LogEntry, RecordedRequest, RequestOutcome } from './shared/server/request-record.js';
