export { startEmulator } from './start-emulator.js';
export { DEFAULT_MODELS } from './model/default-models.js';
export type { Emulator, ModelState } from './emulator.js';
export type { EmulatorOptions } from './options.js';
export type { DownloadPlan } from './model/download-plan.js';
export type { ModelDefinition, ReasoningSettings } from './model/model-definition.js';
export type { ModelDescription, Quantization } from './model/model-description.js';
export type { PluginTool, Plugins } from './plugins/plugin-tool.js';
export type { EngineFailure } from './engine/engine-failure.js';
export type { EngineFault } from './engine/engine-fault.js';
export type {
  OfferedTool,
  PromptMessage,
  ReplyOption,
  ReplyParts,
  ReplyRequest,
  ReplyToolCall,
} from './model/reply.js';
export type { ErrorEventShape, Fault, FaultEffect, FaultMatch, FaultPoint } from './faults/fault.js';
export type { RecordedRequest, RequestOutcome } from './server/request-record.js';
export type { FaceName } from './server/face-name.js';
export type { LogEntry } from './server/log-entry.js';
