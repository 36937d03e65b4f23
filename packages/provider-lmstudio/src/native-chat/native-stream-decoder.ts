import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type IncomingJson,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider';
import { decodeFinishReason } from './decode-finish-reason.js';
import { decodeTiming, decodeUsage } from './decode-stats.js';
import { decodeToolFailure, decodeToolResult, type ToolResult } from './decode-tool-result.js';
import type { NativeChatEvent } from './wire.js';

/** What the decoder must know of the request. */
export interface NativeDecoderOptions extends ChatEventWriterOptions {
  readonly maxOutputTokens: number | undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * Events of the native route to the contract's. Tools that the server runs become `tool-result` events only: a `tool-call` event would
 * ask the caller to run them. Starts and ends are the writer's, because the server repeats and forgets them.
 */
export class NativeStreamDecoder implements StreamDecoder<NativeChatEvent> {
  readonly #writer: ChatEventWriter;
  readonly #options: NativeDecoderOptions;
  #load: 'unseen' | 'running' | 'ended' = 'unseen';
  /** Whether anything of the output has come; if not, all of it is taken from `chat.end`. */
  #written = false;

  constructor(options: NativeDecoderOptions) {
    this.#writer = new ChatEventWriter(options);
    this.#options = options;
  }

  push(event: NativeChatEvent): void {
    const [group] = event.type.split('.', 1);
    if (group === 'model_load') return this.#loading(event);
    if (group === 'prompt_processing') return this.#reading(event);
    this.#answering(event);
  }

  end(): void {
    this.#writer.finish();
  }

  partial(): PartialResponse {
    return this.#writer.partial();
  }

  #loading(event: IncomingJson): void {
    const writer = this.#writer;
    writer.start(textOf(event.model_instance_id));
    if (event.type === 'model_load.end') {
      const seconds: unknown = event.load_time_seconds;
      if (this.#load !== 'ended') writer.modelLoadEnd(typeof seconds === 'number' ? seconds : undefined);
      this.#load = 'ended';
      return;
    }
    this.#load = 'running';
    if (event.type === 'model_load.start') writer.modelLoadStart();
    else if (typeof event.progress === 'number') writer.modelLoad(event.progress);
  }

  #reading(event: IncomingJson): void {
    if (event.type === 'prompt_processing.start') this.#writer.promptStart();
    else if (event.type === 'prompt_processing.end') this.#writer.promptEnd();
    else if (typeof event.progress === 'number') this.#writer.promptProgress(event.progress);
  }

  #answering(event: IncomingJson): void {
    const writer = this.#writer;
    switch (event.type as NativeChatEvent['type']) {
      case 'chat.start':
        return writer.start(textOf(event.model_instance_id));
      case 'reasoning.delta':
        return this.#output({ type: 'reasoning', content: event.content });
      case 'message.delta':
        return this.#output({ type: 'message', content: event.content });
      case 'reasoning.end':
      case 'message.end':
        return writer.endBlock();
      case 'tool_call.success':
        return this.#output({ ...event, type: 'tool_call' });
      case 'tool_call.failure':
        return this.#output({ ...event, type: 'invalid_tool_call' });
      case 'error':
        writer.start();
        writer.facts.finishReason = { unified: 'error', raw: undefined };
        return undefined;
      case 'chat.end':
        return this.#finished(event.result);
      default:
        // Beginnings, which the first piece tells as well, and events of later servers.
        return undefined;
    }
  }

  #output(item: IncomingJson): void {
    const content = textOf(item?.content);
    switch (item?.type) {
      case 'reasoning':
        this.#writer.reasoning(content);
        break;
      case 'message':
        this.#writer.text(content);
        break;
      case 'tool_call':
        this.#toolResult(decodeToolResult(item, this.#options.generateId()));
        break;
      case 'invalid_tool_call':
        this.#toolResult(decodeToolFailure(item, this.#options.generateId()));
        break;
      default:
    }
    if (content !== '') this.#written = true;
  }

  #toolResult(result: ToolResult): void {
    this.#written = true;
    this.#writer.toolResult(result);
  }

  #finished(result: IncomingJson): void {
    const { facts } = this.#writer;
    this.#writer.start(textOf(result?.model_instance_id));
    const output: unknown = result?.output;
    if (!this.#written && Array.isArray(output)) for (const item of output) this.#output(item);
    facts.usage = decodeUsage(result?.stats);
    facts.timing = decodeTiming(result?.stats);
    facts.finishReason ??= decodeFinishReason(result?.stats, this.#options.maxOutputTokens);
    if (textOf(result?.response_id) !== '') facts.responseId = result.response_id;
    facts.raw = result;
  }
}
