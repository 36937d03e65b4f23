import type { ChatResponse, StreamEvent, ToolCall } from '@lmux/core';
import type { ToolRunResponse } from './tool-run-response.js';

/** A step has started: the model responds. The events of its chat follow, except its own `start` and `finish`. */
export interface StepStartEvent {
  readonly type: 'step-start';
  /** Number of the step, from 0. */
  readonly index: number;
}

/** The response of a step is complete. The tools that it calls are run next. */
export interface StepEndEvent {
  readonly type: 'step-end';
  /** Number of the step, from 0. */
  readonly index: number;
  readonly response: ChatResponse;
}

/** A tool call is run. A `tool-run-end` with the same call follows, unless the stream fails. */
export interface ToolRunStartEvent {
  readonly type: 'tool-run-start';
  readonly toolCall: ToolCall;
}

/** Progress that a tool reports. */
export interface ToolRunProgressEvent {
  readonly type: 'tool-run-progress';
  readonly toolCall: ToolCall;
  /** What the tool passed to `progress`. A stream that is sent over HTTP requires a value that JSON can express. */
  readonly value: unknown;
}

/** A tool has returned. In JSON, `result` is what the model receives, without the bytes of images. */
export interface ToolRunResultEvent {
  readonly type: 'tool-run-end';
  readonly toolCall: ToolCall;
  /** What the tool returned. */
  readonly result: unknown;
  readonly error?: undefined;
  readonly cause?: undefined;
}

/** A tool call has failed: the tool threw or timed out, does not exist, or its input is not valid. The model receives the error. */
export interface ToolRunErrorEvent {
  readonly type: 'tool-run-end';
  readonly toolCall: ToolCall;
  /** The reason as the model receives it: a text without secrets and without a stack. */
  readonly error: string;
  /** What the tool threw. Not enumerable, because it may contain secrets. Absent if the tool was not run. */
  readonly cause?: unknown;
  readonly result?: undefined;
}

/** A tool call was denied by `approve`. The model receives the reason. */
export interface ToolRunDeniedEvent {
  readonly type: 'tool-run-denied';
  readonly toolCall: ToolCall;
  /** The reason that `approve` returned. `undefined` if it returned none. */
  readonly reason?: string | undefined;
}

/** The last step is complete. Always the last event, exactly once. A stream that fails ends with an error instead. */
export interface ToolRunFinishEvent {
  readonly type: 'finish';
  readonly response: ToolRunResponse;
}

/** An event of a tool call. */
export type ToolCallRunEvent =
  | ToolRunStartEvent
  | ToolRunProgressEvent
  | ToolRunResultEvent
  | ToolRunErrorEvent
  | ToolRunDeniedEvent;

/**
 * An event of a stream of `runTools`: those of the chats of all steps, with one `start` and one `finish`, and those of the steps and the tools.
 * Ignore unknown types, since later releases may add some.
 */
export type ToolRunEvent =
  | Exclude<StreamEvent, { readonly type: 'finish' }>
  | StepStartEvent
  | StepEndEvent
  | ToolCallRunEvent
  | ToolRunFinishEvent;
