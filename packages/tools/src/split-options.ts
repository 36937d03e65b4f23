import type { CallOptions } from '@lmux/core';
import type { ToolRunOptions } from './tool-run-request.js';

/** The options of a run, separate from those of its chats. */
export interface SplitOptions {
  readonly own: Omit<ToolRunOptions, keyof CallOptions>;
  readonly call: CallOptions;
}

/** Separates the options of a run from those of its chats, which the client checks. */
export function splitOptions(options: ToolRunOptions): SplitOptions {
  const { maxSteps, approve, concurrency, toolTimeoutMs, onInvalidInput, stopWhen, prepareStep, ...call } = options;
  return { own: { maxSteps, approve, concurrency, toolTimeoutMs, onInvalidInput, stopWhen, prepareStep }, call };
}
