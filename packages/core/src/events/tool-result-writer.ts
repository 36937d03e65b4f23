import type { ToolResultEvent, ToolResultInputEvent, ToolResultStartEvent } from '../contract/stream-event.js';
import type { ToolCall, ToolResult } from '../contract/tool.js';
import { toToolCall } from './parse-arguments.js';

/** A tool that the server is running. */
interface RunningTool {
  readonly name: string;
  toolCall: ToolCall | undefined;
}

/** Writes what happens to a tool that the server runs. A tool is identified by the id of its call. Whatever is missing before the end is added. */
export interface ServerToolEvents {
  /** Emits that the server has started to run a tool. */
  start(id: string, name: string): void;
  /** Emits the arguments of a tool. */
  input(toolCall: ToolCall): void;
  /** Emits the result of a tool. */
  end(result: ToolResult): void;
}

/**
 * Writes the events of the tools that the server of one chat runs itself, and collects their results. A tool is identified by the id of its
 * call. A result whose start or input the server has not sent gets these events too, so that readers can rely on them.
 */
export class ToolResultWriter implements ServerToolEvents {
  readonly #emit: (event: ToolResultStartEvent | ToolResultInputEvent | ToolResultEvent) => void;
  readonly #running = new Map<string, RunningTool>();
  readonly #results: ToolResult[] = [];

  constructor(emit: (event: ToolResultStartEvent | ToolResultInputEvent | ToolResultEvent) => void) {
    this.#emit = emit;
  }

  start(id: string, name: string): void {
    if (this.#running.has(id)) return;
    this.#running.set(id, { name, toolCall: undefined });
    this.#emit({ type: 'tool-result-start', id, name });
  }

  input(toolCall: ToolCall): void {
    this.start(toolCall.id, toolCall.name);
    const tool = this.#running.get(toolCall.id);
    if (tool === undefined || tool.toolCall !== undefined) return;
    tool.toolCall = toolCall;
    this.#emit({ type: 'tool-result-input', toolCall });
  }

  end(result: ToolResult): void {
    this.input(result.toolCall);
    this.#running.delete(result.toolCall.id);
    this.#results.push(result);
    this.#emit({ type: 'tool-result', ...result });
  }

  /** Ends the tools that are still running. Their results are unknown. */
  endAll(): void {
    for (const [id, { name, toolCall = toToolCall(id, name, '') }] of this.#running) {
      this.end({ toolCall, failure: 'The server sent no result.' });
    }
  }

  list(): ToolResult[] {
    return [...this.#results];
  }
}
