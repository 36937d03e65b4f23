import type { ChatResponse } from './chat.js';
import type { CompletionResponse } from './completion.js';
import type { ToolCall, ToolResult } from './tool.js';
import type { Warning } from './warning.js';

/** The server has begun to answer. Always the first event, exactly once. */
export interface StartEvent {
  readonly type: 'start';
  /** The model that answers, as far as it is known by now. */
  readonly model: string;
  /** The route that serves the request. */
  readonly route: string;
}

/** Something was asked for and not done, or looks wrong; it is also in `finish.response.warnings`. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly warning: Warning;
}

/** The server loads the model before it can answer. */
export interface ModelLoadStartEvent {
  readonly type: 'model-load-start';
}
/** How far the load has come. */
export interface ModelLoadProgressEvent {
  readonly type: 'model-load-progress';
  /** 0 to 1. */
  readonly fraction: number;
}
/** The model is loaded. */
export interface ModelLoadEndEvent {
  readonly type: 'model-load-end';
  /** Seconds it took, where the server says. */
  readonly seconds?: number | undefined;
}

/** The model reads the prompt. */
export interface PromptStartEvent {
  readonly type: 'prompt-start';
}
/** How far it has read. */
export interface PromptProgressEvent {
  readonly type: 'prompt-progress';
  /** 0 to 1. */
  readonly fraction: number;
}
/** The prompt is read. */
export interface PromptEndEvent {
  readonly type: 'prompt-end';
}

/** The model begins to reason. */
export interface ReasoningStartEvent {
  readonly type: 'reasoning-start';
}
/** A piece of its reasoning. */
export interface ReasoningDeltaEvent {
  readonly type: 'reasoning-delta';
  readonly text: string;
}
/** It has stopped reasoning; it may begin again. */
export interface ReasoningEndEvent {
  readonly type: 'reasoning-end';
}

/** The model begins to write its reply. */
export interface TextStartEvent {
  readonly type: 'text-start';
}
/** A piece of the reply. */
export interface TextDeltaEvent {
  readonly type: 'text-delta';
  readonly text: string;
}
/** A run of text is complete; another may begin after a tool call. */
export interface TextEndEvent {
  readonly type: 'text-end';
}

/** The model begins to call a tool. */
export interface ToolCallStartEvent {
  readonly type: 'tool-call-start';
  /** Position among the reply's tool calls, from 0 without gaps, whatever the server counts. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
}
/** A piece of the call's arguments. */
export interface ToolCallDeltaEvent {
  readonly type: 'tool-call-delta';
  readonly index: number;
  readonly argumentsDelta: string;
}
/** The call is complete: only now are its arguments whole. */
export interface ToolCallEndEvent {
  readonly type: 'tool-call-end';
  readonly index: number;
  readonly toolCall: ToolCall;
}

/** A tool that the server ran itself has given its result. */
export interface ToolResultEvent extends ToolResult {
  readonly type: 'tool-result';
}

/** The reply is complete. Always the last event, exactly once; a stream that breaks ends with an error instead. */
export interface FinishEvent<Response = ChatResponse> {
  readonly type: 'finish';
  readonly response: Response;
}

/**
 * One event of a chat's stream. Starts and ends are balanced whatever the server does.
 * Ignore types that you do not know: later releases add some.
 */
export type StreamEvent =
  | StartEvent
  | WarningEvent
  | ModelLoadStartEvent
  | ModelLoadProgressEvent
  | ModelLoadEndEvent
  | PromptStartEvent
  | PromptProgressEvent
  | PromptEndEvent
  | ReasoningStartEvent
  | ReasoningDeltaEvent
  | ReasoningEndEvent
  | TextStartEvent
  | TextDeltaEvent
  | TextEndEvent
  | ToolCallStartEvent
  | ToolCallDeltaEvent
  | ToolCallEndEvent
  | ToolResultEvent
  | FinishEvent;

/** One event of a text completion's stream. */
export type CompletionStreamEvent =
  | StartEvent
  | WarningEvent
  | TextStartEvent
  | TextDeltaEvent
  | TextEndEvent
  | FinishEvent<CompletionResponse>;
