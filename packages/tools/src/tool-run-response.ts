import type { ChatResponse, Message, ToolMessage } from '@lmux/core';

/** One response of the model, with the results of the tools that it called. */
export interface ToolRunStep {
  /** Number of the step, from 0. */
  readonly index: number;
  /** The response of the model. */
  readonly response: ChatResponse;
  /** The results of its tool calls, in the order of the calls. Calls of tools without `run` have none. */
  readonly results: readonly ToolMessage[];
}

/** The last response of the model, with what belongs to all steps. */
export interface ToolRunResponse extends ChatResponse {
  /**
   * The calls of the last step. Empty if the model has called no tool in it, which is the usual end. If it has called tools without `run`, only
   * their calls, which the caller must run. After `maxSteps` and `stopWhen`, calls whose results are in `messages`.
   */
  readonly toolCalls: ChatResponse['toolCalls'];
  /** The messages to append to the history: the responses of the model and the results of its calls, in order. */
  readonly messages: readonly Message[];
  /** All steps, in order. */
  readonly steps: readonly ToolRunStep[];
  /** The sums of the token counts of all steps. A count that no step reports is absent. */
  readonly usage?: ChatResponse['usage'];
  /** The warnings of all steps, without duplicates, and `max_steps_reached`. */
  readonly warnings: ChatResponse['warnings'];
}
