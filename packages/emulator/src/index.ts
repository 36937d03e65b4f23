export { startEmulator } from './start-emulator.js';
export { DEFAULT_MODELS } from './shared/models/default-models.js';
export type { Emulator, ModelState } from './emulator.js';
export type { EmulatorOptions } from './options.js';
export type { DownloadPlan } from './shared/models/download-plan.js';
export type { ModelDefinition, ReasoningSettings } from './shared/models/model-definition.js';
export type { ModelDescription, Quantization } from './shared/models/model-description.js';
export type { PluginTool, Plugins } from './lmstudio/plugin-tool.js';
export type { EngineFailure } from './shared/engine/engine-failure.js';
export type { EngineFault } from './shared/engine/engine-fault.js';
export type {
  OfferedTool,
  PromptMessage,
  ReplyOption,
  ReplyParts,
  ReplyRequest,
  ReplyToolCall,
} from './shared/engine/reply.js';
export type { ErrorEventShape, Fault, FaultEffect, FaultMatch, FaultPoint } from './shared/faults/fault.js';
export type { RecordedRequest, RequestOutcome } from './shared/server/request-record.js';
export type { FaceName } from './shared/server/face-name.js';
export type { LogEntry } from './shared/server/log-entry.js';
