import type { ChatResponse, Message, ToolCall, Warning } from '@lmux/core';
import { sumUsage } from './sum-usage.js';
import type { ToolRunResponse, ToolRunStep } from './tool-run-response.js';

/** Returns the warnings of all steps without duplicates. */
function warningsOf(steps: readonly ToolRunStep[]): Warning[] {
  const all = steps.flatMap(({ response }) => response.warnings);
  return [...new Map(all.map((warning) => [JSON.stringify(warning), warning])).values()];
}

/** Returns the response of a run: a copy of that of its last step, with what belongs to all steps. */
export function responseOf(
  last: ChatResponse,
  steps: readonly ToolRunStep[],
  messages: readonly Message[],
  toolCalls: readonly ToolCall[],
  ...warnings: readonly Warning[]
): ToolRunResponse {
  const ofRun = {
    toolCalls,
    messages: [...messages],
    steps: [...steps],
    warnings: [...warningsOf(steps), ...warnings],
    ...sumUsage(steps.map(({ response }) => response.usage)),
  };
  // Copies the properties that are not enumerable too, such as `http`.
  const { getOwnPropertyDescriptors: describe } = Object;
  return Object.defineProperties({} as ToolRunResponse, { ...describe(last), ...describe(ofRun) });
}

/** Returns the warning of a run that ended although the model had called tools. */
export function maxStepsWarning(maxSteps: number): Warning {
  return {
    code: 'max_steps_reached',
    message: `The run ended at "maxSteps" (${maxSteps}). Increase it, or continue with "messages".`,
  };
}
