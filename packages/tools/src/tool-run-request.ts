import type { CallOptions, ChatRequest, Message, ToolCall } from '@lmux/core';
import type { Tool, ToolSource } from './tool.js';
import type { ToolRunStep } from './tool-run-response.js';

/** A chat with tools that `runTools` runs. */
export interface ToolRunRequest extends Omit<ChatRequest, 'tools' | 'toolChoice'> {
  /** The tools that the model may call. Sources are read before each step. */
  readonly tools: readonly (Tool | ToolSource)[];
  /**
   * Controls whether the model calls a tool. `required` and `{ name }` apply to the first step only, because the model could never end
   * otherwise. Later steps have `auto`.
   */
  readonly toolChoice?: ChatRequest['toolChoice'];
}

/** What `approve` decides: to run the call, to run it with another input, or to deny it, with a reason for the model. */
export type ToolApproval =
  | 'run'
  | 'deny'
  | { readonly deny: string; readonly input?: undefined }
  | { readonly input: object; readonly deny?: undefined };

/** The next step, before it is sent. */
export interface NextStep {
  /** Number of the step, from 0. */
  readonly index: number;
  /** The steps before. */
  readonly steps: readonly ToolRunStep[];
  /** The messages of the request and of the steps before. */
  readonly messages: readonly Message[];
}

/** Fields of the request that change for one step. */
export type StepChanges = Partial<ToolRunRequest>;

/** Options of `runTools`: those of a call, which apply to the chat of each step, and its own. `signal` ends the whole run. */
export interface ToolRunOptions extends CallOptions {
  /** Maximum number of steps. The run then ends with the last response and the warning `max_steps_reached`. Default 8. */
  readonly maxSteps?: number | undefined;
  /**
   * Decides on a call before its tool is run. It may wait for a person: its signal is aborted when the run ends. It is not asked about a call
   * that cannot be run. If it throws, the run fails. Default: every call is run.
   */
  readonly approve?:
    | ((call: ToolCall, context: { readonly signal: AbortSignal }) => ToolApproval | Promise<ToolApproval>)
    | undefined;
  /** Maximum number of calls of a step that are approved and run at the same time. Default 1. */
  readonly concurrency?: number | undefined;
  /** Time in ms for a tool. The model is then told that the tool timed out. The time for `approve` does not count. 0 turns it off. Default 0. */
  readonly toolTimeoutMs?: number | undefined;
  /**
   * Handling of a call whose arguments are not valid. `tell-model` sends the issues as the result of the call, so that the model can correct it. `throw` fails the
   * run with `object_invalid`. Default `tell-model`.
   */
  readonly onInvalidInput?: 'tell-model' | 'throw' | undefined;
  /** Called after each step with tool calls, when their results are known. Returns true to end the run. Anything but a boolean fails the run with `invalid_request`. */
  readonly stopWhen?: ((step: ToolRunStep) => boolean | Promise<boolean>) | undefined;
  /**
   * Called before each step. Returns the fields of the request that are different for this step, such as `model`, `tools` or `messages`, or
   * nothing.
   */
  readonly prepareStep?:
    | ((next: NextStep) => StepChanges | undefined | void | Promise<StepChanges | undefined | void>)
    | undefined;
}
