import type { ToolRunContext } from '@lmux/tools';

/** Returns the context of a call of the model, and the progress that the tool has reported. */
export function runContext(signal: AbortSignal = new AbortController().signal): ToolRunContext & { steps: unknown[] } {
  const steps: unknown[] = [];
  const toolCall = { id: 'call-1', name: 'tool', arguments: '{}', input: {} };
  return { signal, toolCall, progress: (step) => void steps.push(step), steps };
}
