import type { ToolCall } from '@lmux/core';
import type { Tool, ToolRunContext } from './tool.js';
import type { ToolCallRunEvent } from './tool-run-event.js';
import type { ToolRunOptions } from './tool-run-request.js';
import { untilAborted } from './until-aborted.js';

/** The longest delay that runtimes support (2^31 - 1 ms). With a longer one, their timers fire immediately. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** What a call needs of its run. */
export interface CallContext {
  readonly tools: readonly Tool[];
  readonly options: ToolRunOptions;
  /** Of this call. Aborted when the run ends, and when the time of the tool is over. */
  readonly own: AbortController;
  readonly emit: (event: ToolCallRunEvent) => void;
}

/**
 * Runs a tool. Rejects with what it throws, with a `TimeoutError` when its time is over, and with the reason of the signal when the run ends,
 * even if the tool ignores its signal. What the tool does afterwards is ignored.
 */
export async function runTool(
  tool: Tool,
  toolCall: ToolCall,
  input: unknown,
  { options, own, emit }: CallContext,
): Promise<unknown> {
  const { toolTimeoutMs = 0 } = options;
  const { signal } = own;
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const progress = (value: unknown): void => {
    if (!isOver) emit({ type: 'tool-run-progress', toolCall, value });
  };
  const run = tool.run as ((input: unknown, context: ToolRunContext) => unknown) | undefined;
  try {
    if (toolTimeoutMs > 0) {
      const expire = (): void =>
        own.abort(new DOMException(`The tool timed out after ${toolTimeoutMs} ms.`, 'TimeoutError'));
      timer = setTimeout(expire, Math.min(toolTimeoutMs, LONGEST_DELAY_MS));
    }
    return await untilAborted(() => run?.call(tool, input, { signal, toolCall, progress }), signal);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}
