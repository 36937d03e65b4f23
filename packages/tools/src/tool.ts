import type { ToolCall, ToolDefinition } from '@lmux/core';

/** What a tool receives with its input. */
export interface ToolRunContext {
  /** Aborted when the result is no longer wanted: the stream was aborted or closed, or the time of the tool is over. */
  readonly signal: AbortSignal;
  /** The call of the model. */
  readonly toolCall: ToolCall;
  /** Reports progress to the application, as a `tool-run-progress` event. The value may be anything. */
  readonly progress: (value: unknown) => void;
}

/** A tool that the model may call, with the function that runs it. */
export interface Tool<Input = never, Output = unknown> extends ToolDefinition {
  /** Runs the tool. Its result is sent to the model, see `toolMessage`. Without it, the call is handed to the caller. */
  readonly run?: ((input: Input, context: ToolRunContext) => Output | Promise<Output>) | undefined;
}

/** Tools that may change while they are in use. `runTools` reads them before each step. */
export interface ToolSource {
  /** Returns the tools of now. */
  tools(): readonly Tool[] | Promise<readonly Tool[]>;
}
