import type { ChatResponse, PartialResponse } from '../contract/chat.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { Warning } from '../contract/warning.js';
import type { ToolCall } from '../contract/tool.js';
import { ChatEventWriter } from '../events/chat-event-writer.js';
import { CallsReader } from './calls-reader.js';
import type { EmulatedCall } from './emulated-call.js';
import { allowedTools } from './tool-call-schema.js';

/** Writes the events and the response of a chat with emulated tools, as those of a model that has tools. */
export class EmulatedOutput {
  readonly writer: ChatEventWriter;
  readonly #reader: CallsReader;
  /** The response of the server. */
  #received: ChatResponse | undefined;
  /** The warning about an empty response. */
  #empty: Warning | undefined;

  constructor({ request, route, options, generateId }: EmulatedCall, emit: (event: StreamEvent) => void) {
    const { responseFormat } = request;
    this.writer = new ChatEventWriter({
      model: request.model ?? '',
      route,
      warnings: [],
      generateId,
      responseFormat,
      collect: options.collect,
      emit: (event) => {
        if (event.type === 'finish') emit({ ...event, response: this.#complete(event.response) });
        else if (event.type !== 'warning' || !this.#isRepeated(event.warning)) emit(event);
      },
    });
    const isJsonReply = responseFormat !== undefined && responseFormat.type !== 'text';
    this.#reader = new CallsReader({ writer: this.writer, isJsonReply, tools: allowedTools(request) });
  }

  /** Adds a piece of the text of the server. */
  text(delta: string): void {
    this.#reader.write(delta);
  }

  /** Adds a call that the server reports as one, although the request had no tools. */
  toolCall({ id, name, arguments: args }: ToolCall): void {
    const index = this.writer.toolCallStart(id, name);
    this.writer.toolCallDelta(index, args);
    this.writer.toolCallEnd(index);
  }

  /** Ends the output with the response of the server. */
  finish(received: ChatResponse): void {
    this.#received = received;
    const bareCall = this.#end();
    // A call without any text of arguments would have the input `{}`.
    if (bareCall !== undefined) this.writer.toolCallDelta(bareCall, '{');
    Object.assign(this.writer.facts, factsOf(received));
    this.writer.finish();
  }

  /** Returns the partial response of a stream that failed. */
  partial(received: PartialResponse): PartialResponse {
    const { raw, toolResults = [] } = received;
    // No events come after those of a stream that failed.
    this.writer.stop();
    this.#end();
    return { ...received, ...this.writer.partial(), raw, toolResults };
  }

  #end(): number | undefined {
    const bareCall = this.#reader.end();
    if (this.#reader.hasSkipped) {
      this.writer.warning({
        code: 'data_skipped',
        message: 'A part of the response was skipped, because it is not the JSON of tool calls or a reply.',
      });
    }
    return bareCall;
  }

  /** True for a second warning about an empty response: an empty text of the server is also empty when it is decoded. */
  #isRepeated(warning: Warning): boolean {
    if (warning.code !== 'empty_response') return false;
    this.#empty ??= warning;
    return warning !== this.#empty;
  }

  /** Returns the response with what the server sent in addition to text. */
  #complete(response: ChatResponse): ChatResponse {
    if (this.#received === undefined) return response;
    const { logprobs, extra, toolResults, message, raw } = this.#received;
    const { reasoning, providerMetadata } = message;
    return {
      ...response,
      warnings: response.warnings.filter((warning) => !this.#isRepeated(warning)),
      ...(logprobs !== undefined && { logprobs }),
      ...(extra !== undefined && { extra }),
      toolResults,
      raw,
      message: {
        ...response.message,
        ...(reasoning !== undefined && { reasoning }),
        ...(providerMetadata !== undefined && { providerMetadata }),
      },
    };
  }
}

function factsOf({ id, responseId, usage, timing, finishReason, raw }: ChatResponse): ChatEventWriter['facts'] {
  return { id, responseId, usage, timing, finishReason, raw };
}
