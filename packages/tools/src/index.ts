export { runTools } from './run-tools.js';
export { tool, type Tool, type ToolInit, type ToolInput, type ToolRunContext, type ToolSource } from './tool.js';
export type {
  StepEndEvent,
  StepStartEvent,
  ToolCallRunEvent,
  ToolRunDeniedEvent,
  ToolRunErrorEvent,
  ToolRunEvent,
  ToolRunFinishEvent,
  ToolRunProgressEvent,
  ToolRunResultEvent,
  ToolRunStartEvent,
} from './tool-run-event.js';
export type { NextStep, StepChanges, ToolApproval, ToolRunOptions, ToolRunRequest } from './tool-run-request.js';
export type { ToolRunResponse, ToolRunStep } from './tool-run-response.js';
export type { ToolRunStream } from './tool-run-stream.js';
