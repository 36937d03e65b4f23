import type { ToolCallDeltaEvent, ToolCallEndEvent, ToolCallStartEvent } from '../contract/stream-event.js';
import type { ToolCall } from '../contract/tool.js';
import { toToolCall } from './parse-arguments.js';

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly pieces: string[];
  toolCall: ToolCall | undefined;
}

/** Writes the events of the tool calls of one chat and collects the calls. A call is identified by its index. */
export class ToolCallWriter {
  readonly #emit: (event: ToolCallStartEvent | ToolCallDeltaEvent | ToolCallEndEvent) => void;
  readonly #generateId: () => string;
  readonly #calls: OpenCall[] = [];

  constructor(
    emit: (event: ToolCallStartEvent | ToolCallDeltaEvent | ToolCallEndEvent) => void,
    generateId: () => string,
  ) {
    this.#emit = emit;
    this.#generateId = generateId;
  }

  get count(): number {
    return this.#calls.length;
  }

  start(id: string | undefined, name: string): number {
    const index = this.#calls.length;
    const call: OpenCall = { id: id || this.#generateId(), name, pieces: [], toolCall: undefined };
    this.#calls.push(call);
    this.#emit({ type: 'tool-call-start', index, id: call.id, name });
    return index;
  }

  delta(index: number, argumentsDelta: string): void {
    const call = this.#calls[index];
    if (argumentsDelta === '' || call === undefined || call.toolCall !== undefined) return;
    call.pieces.push(argumentsDelta);
    this.#emit({ type: 'tool-call-delta', index, argumentsDelta });
  }

  end(index: number): ToolCall | undefined {
    const call = this.#calls[index];
    if (call === undefined) return undefined;
    if (call.toolCall === undefined) {
      call.toolCall = toToolCall(call.id, call.name, call.pieces.join(''));
      this.#emit({ type: 'tool-call-end', index, toolCall: call.toolCall });
    }
    return call.toolCall;
  }

  endAll(): void {
    for (const index of this.#calls.keys()) this.end(index);
  }

  /**
   * Returns the calls so far. Calls that have not ended have no `input`, because the beginning of their arguments can
   * be valid JSON with another meaning.
   */
  list(): ToolCall[] {
    return this.#calls.map(({ toolCall, id, name, pieces }): ToolCall => {
      if (toolCall !== undefined) return toolCall;
      const parseError = 'The stream ended before the arguments were complete.';
      return { id, name, arguments: pieces.join(''), input: undefined, parseError };
    });
  }
}
