import { LmError } from '@lmux/core';
import type { ToolRunStep } from './tool-run-response.js';

/** Number of times that the same steps follow each other until a run is stopped. */
const MAX_REPEATED = 3;

/** Maximum number of steps that form a repeated sequence, such as two tools that the model calls in turn. */
const MAX_SEQUENCE = 3;

/** Returns a text that is the same for equal steps. `undefined` for results with images, which may show something new each time, and for input that is nested too
 * deeply. */
function keyOf({ response, results }: ToolRunStep): string | undefined {
  const contents = results.map(({ content }) => content);
  if (contents.flat().some((part) => typeof part === 'object' && part.type === 'image')) return undefined;
  try {
    // The input, since small models write the same call with other spaces.
    const calls = response.toolCalls.map(({ name, input, arguments: args }) => [name, input ?? args]);
    return JSON.stringify([calls, contents]);
  } catch {
    return undefined;
  }
}

/** Throws `limit_exceeded` if the model makes the same calls again and again, although their results do not change. */
export function assertProgress(steps: readonly ToolRunStep[], provider: string): void {
  const keys = steps.slice(-MAX_SEQUENCE * MAX_REPEATED).map(keyOf);
  for (let length = 1; length * MAX_REPEATED <= keys.length; length += 1) {
    const last = keys.slice(-length * MAX_REPEATED);
    if (last.every((key, index) => key !== undefined && key === last[index % length])) {
      throw new LmError(
        'limit_exceeded',
        `The model made the same tool calls ${MAX_REPEATED} times, with the same results. Change the tools, or use another model.`,
        { provider },
      );
    }
  }
}
