export { startEmulator } from './start-emulator.js';
export { DEFAULT_MODELS } from './model/model-definition.js';
export type { Emulator } from './emulator.js';
export type { EmulatorOptions } from './options.js';
export type { ModelDefinition } from './model/model-definition.js';
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
export type { LogEntry } from './server/log-entry.js';
