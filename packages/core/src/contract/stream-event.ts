import type { ChatResponse } from './chat.js';
import type { CompletionResponse } from './completion.js';
import type { IncomingJson } from './json.js';
import type { ToolCall, ToolResult } from './tool.js';
import type { Warning } from './warning.js';

/** The response has started. Always the first event, exactly once. */
export interface StartEvent {
  readonly type: 'start';
  /** The model that generates the response, as far as it is known at this point. */
  readonly model: string;
  /** Name of the route that serves the request. */
  readonly route: string;
}

/** A problem that does not fail the call. `response.warnings` of the `finish` event contains it too. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly warning: Warning;
}

/** The server has started to load the model. */
export interface ModelLoadStartEvent {
  readonly type: 'model-load-start';
}
/** Progress of the model load. */
export interface ModelLoadProgressEvent {
  readonly type: 'model-load-progress';
  /** Progress from 0 to 1. */
  readonly fraction: number;
}
/** The model is loaded. */
export interface ModelLoadEndEvent {
  readonly type: 'model-load-end';
  /** Duration of the load in seconds, if the server reports it. */
  readonly seconds?: number | undefined;
}

/** The model has started to process the prompt. */
export interface PromptStartEvent {
  readonly type: 'prompt-start';
}
/** Progress of prompt processing. */
export interface PromptProgressEvent {
  readonly type: 'prompt-progress';
  /** Progress from 0 to 1. */
  readonly fraction: number;
}
/** The prompt is processed. */
export interface PromptEndEvent {
  readonly type: 'prompt-end';
}

/** A run of reasoning has started. */
export interface ReasoningStartEvent {
  readonly type: 'reasoning-start';
}
/** A piece of reasoning. */
export interface ReasoningDeltaEvent {
  readonly type: 'reasoning-delta';
  readonly text: string;
}
/** A run of reasoning is complete. Another may follow. */
export interface ReasoningEndEvent {
  readonly type: 'reasoning-end';
}

/** A run of text has started. */
export interface TextStartEvent {
  readonly type: 'text-start';
}
/** A piece of text. */
export interface TextDeltaEvent {
  readonly type: 'text-delta';
  readonly text: string;
}
/** A run of text is complete. Another may follow, for example after a tool call. */
export interface TextEndEvent {
  readonly type: 'text-end';
}

/** The model has started to refuse to respond. */
export interface RefusalStartEvent {
  readonly type: 'refusal-start';
}
/** A piece of the refusal. */
export interface RefusalDeltaEvent {
  readonly type: 'refusal-delta';
  readonly text: string;
}
/** The refusal is complete. */
export interface RefusalEndEvent {
  readonly type: 'refusal-end';
}

/** A tool call has started. */
export interface ToolCallStartEvent {
  readonly type: 'tool-call-start';
  /** Position among the tool calls of the response. lmux counts from 0 without gaps, regardless of the server's numbers. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
}
/** A piece of the arguments of a tool call. */
export interface ToolCallDeltaEvent {
  readonly type: 'tool-call-delta';
  readonly index: number;
  readonly argumentsDelta: string;
}
/**
 * A tool call is complete. Only now are its arguments complete. All calls of a response end together, after the last output and in their order,
 * because the most common format, that of OpenAI, does not mark the end of a call. So a response has the same events on every server.
 */
export interface ToolCallEndEvent {
  readonly type: 'tool-call-end';
  readonly index: number;
  readonly toolCall: ToolCall;
}

/** The server has started to run a tool itself. In a stream that finishes, a `tool-result` with the same id follows. */
export interface ToolResultStartEvent {
  readonly type: 'tool-result-start';
  /** The `toolCall.id` of the input and the result. lmux generates it if the server sends none. */
  readonly id: string;
  /** Name of the tool. */
  readonly name: string;
}
/** The arguments of a tool that the server runs itself are complete. Comes at most once, before the result. */
export interface ToolResultInputEvent {
  readonly type: 'tool-result-input';
  readonly toolCall: ToolCall;
}
/** A tool call that the server runs itself has ended, with its output or its failure. */
export interface ToolResultEvent extends ToolResult {
  readonly type: 'tool-result';
}

/** Output for which the contract has no event, such as citations, images and audio. `response.extra` of the `finish` event contains it too. */
export interface RawEvent {
  readonly type: 'raw';
  /** The fields as the server sent them, such as `{ citations: [...] }`. A field can occur in several events, in pieces or complete. */
  readonly value: IncomingJson;
}

/** The response is complete. Always the last event, exactly once. A stream that fails ends with an error instead. */
export interface FinishEvent<Response = ChatResponse> {
  readonly type: 'finish';
  readonly response: Response;
}

/**
 * An event of a chat stream. Each start has an end, regardless of the server.
 * Ignore unknown types, since later releases may add some.
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
  | RefusalStartEvent
  | RefusalDeltaEvent
  | RefusalEndEvent
  | ToolCallStartEvent
  | ToolCallDeltaEvent
  | ToolCallEndEvent
  | ToolResultStartEvent
  | ToolResultInputEvent
  | ToolResultEvent
  | RawEvent
  | FinishEvent;

/** An event of a completion stream. */
export type CompletionStreamEvent =
  | StartEvent
  | WarningEvent
  | TextStartEvent
  | TextDeltaEvent
  | TextEndEvent
  | FinishEvent<CompletionResponse>;

/** An event of a chat or a completion. */
export type AnyStreamEvent = StreamEvent | CompletionStreamEvent;
