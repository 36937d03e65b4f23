import type { ToolCall } from '@lmux/core';
import type { Tool, ToolRunContext } from './tool.js';
import { untilAborted } from './until-aborted.js';

/** The longest delay that runtimes support (2^31 - 1 ms). With a longer one, their timers fire immediately. */
const LONGEST_DELAY_MS = 2_147_483_647;

/** How a tool is run. */
export interface ToolRunInit {
  readonly toolCall: ToolCall;
  readonly input: unknown;
  /** Aborted when the run ends. */
  readonly signal: AbortSignal;
  /** Time in ms for the tool. 0 for any. */
  readonly timeoutMs: number;
  readonly onProgress: (value: unknown) => void;
}

/**
 * Runs a tool. Rejects with what it throws, with a `TimeoutError` when its time is over, and with the reason of the signal when that is
 * aborted, even if the tool ignores its own signal. What the tool does afterwards is ignored.
 */
export async function runTool(tool: Tool, init: ToolRunInit): Promise<unknown> {
  const { toolCall, input, signal, timeoutMs, onProgress } = init;
  // Of its own, so that listeners that a tool leaves behind are released with it.
  const own = new AbortController();
  const abort = (): void => own.abort(signal.reason);
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const progress = (value: unknown): void => {
    if (!isOver && !own.signal.aborted) onProgress(value);
  };
  const run = tool.run as ((input: unknown, context: ToolRunContext) => unknown) | undefined;
  try {
    signal.throwIfAborted();
    signal.addEventListener('abort', abort, { once: true });
    if (timeoutMs > 0) {
      const expire = (): void =>
        own.abort(new DOMException(`The tool timed out after ${timeoutMs} ms.`, 'TimeoutError'));
      timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_DELAY_MS));
    }
    return await untilAborted(() => run?.call(tool, input, { signal: own.signal, toolCall, progress }), own.signal);
  } finally {
    isOver = true;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
