import type { ToolCallDeltaEvent, ToolCallEndEvent, ToolCallStartEvent } from '../contract/stream-event.js';
import type { ToolCall } from '../contract/tool.js';
import type { JsonObject } from '../contract/json.js';
import { toToolCall } from './parse-arguments.js';
import { toProviderMetadata, type MetadataSource } from './provider-metadata.js';

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly pieces: string[];
  /** State of the server that belongs to the call. */
  state: JsonObject | undefined;
  toolCall: ToolCall | undefined;
}

/** Options of `ToolCallWriter`. See `ChatEventWriterOptions`. */
interface ToolCallWriterOptions {
  readonly generateId: () => string;
  readonly metadataSource?: MetadataSource | undefined;
}

/** Writes the events of the tool calls of one chat and collects the calls. A call is identified by its index. */
export class ToolCallWriter {
  readonly #emit: (event: ToolCallStartEvent | ToolCallDeltaEvent | ToolCallEndEvent) => void;
  readonly #options: ToolCallWriterOptions;
  readonly #calls: OpenCall[] = [];

  constructor(
    emit: (event: ToolCallStartEvent | ToolCallDeltaEvent | ToolCallEndEvent) => void,
    options: ToolCallWriterOptions,
  ) {
    this.#emit = emit;
    this.#options = options;
  }

  get count(): number {
    return this.#calls.length;
  }

  start(id: string | undefined, name: string): number {
    const index = this.#calls.length;
    const call: OpenCall = {
      id: id || this.#options.generateId(),
      name,
      pieces: [],
      state: undefined,
      toolCall: undefined,
    };
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

  setState(index: number, state: JsonObject): void {
    const call = this.#calls[index];
    if (call === undefined) return;
    call.state = state;
    if (call.toolCall !== undefined) call.toolCall = this.#withState(call.toolCall, state);
  }

  #withState(toolCall: ToolCall, state: JsonObject | undefined): ToolCall {
    const providerMetadata = toProviderMetadata(state, this.#options.metadataSource);
    return providerMetadata === undefined ? toolCall : { ...toolCall, providerMetadata };
  }

  /** Completes a call. Its event comes with those of the other calls. */
  end(index: number): ToolCall | undefined {
    const call = this.#calls[index];
    if (call === undefined) return undefined;
    call.toolCall ??= this.#withState(toToolCall(call.id, call.name, call.pieces.join('')), call.state);
    return call.toolCall;
  }

  /** Ends all calls, in their order. */
  endAll(): void {
    for (const index of this.#calls.keys()) {
      const toolCall = this.end(index);
      if (toolCall !== undefined) this.#emit({ type: 'tool-call-end', index, toolCall });
    }
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
