import { LmError, type ToolMessage } from '@lmux/core';
import type { ToolRunStep } from './tool-run-response.js';

/** Number of consecutive steps with the same calls and the same results at which a run is stopped. */
const MAX_REPEATED = 3;

/** Returns the text of a result. `undefined` if it has images, which may show something new each time. */
function textOf({ content }: ToolMessage): string | undefined {
  if (typeof content === 'string') return content;
  return content.some((part) => part.type === 'image') ? undefined : JSON.stringify(content);
}

/** Returns a text that is the same for steps with the same calls and the same results. */
function keyOf({ response, results }: ToolRunStep): string | undefined {
  const texts = results.map(textOf);
  if (texts.includes(undefined)) return undefined;
  return JSON.stringify([response.toolCalls.map(({ name, input, arguments: args }) => [name, input ?? args]), texts]);
}

/** Throws `limit_exceeded` if the model makes the same calls again and again, although their results do not change. */
export function assertProgress(steps: readonly ToolRunStep[], provider: string): void {
  const keys = new Set(steps.slice(-MAX_REPEATED).map(keyOf));
  if (steps.length < MAX_REPEATED || keys.size > 1 || keys.has(undefined)) return;
  throw new LmError(
    'limit_exceeded',
    `The run was stopped, because ${MAX_REPEATED} consecutive steps have the same tool calls and results. Change the tools or their results, or use another model.`,
    { provider },
  );
}
