import type { IncomingJson } from '@lmux/core/provider';
import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
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
    if (event.type.startsWith('model_load.')) return this.#loading(event);
    if (event.type.startsWith('prompt_processing.')) return this.#reading(event);
    this.#answering(event);
  }

  end(): void {
    this.#writer.finish();
  }

  stop(): void {
    this.#writer.stop();
  }

  partial(): PartialResponse {
    return this.#writer.partial();
  }

  /** A piece of reasoning. */
  reasoning(delta: string): void {
    if (delta !== '') this.#written = true;
    this.#writer.reasoning(delta);
  }

  /** A piece of the reply. */
  text(delta: string): void {
    if (delta !== '') this.#written = true;
    this.#writer.text(delta);
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
        return this.reasoning(textOf(event.content));
      case 'message.delta':
        return this.text(textOf(event.content));
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
    switch (item?.type) {
      case 'reasoning':
        return this.reasoning(textOf(item.content));
      case 'message':
        return this.text(textOf(item.content));
      case 'tool_call':
        return this.#toolResult(decodeToolResult(item, this.#options.generateId()));
      case 'invalid_tool_call':
        return this.#toolResult(decodeToolFailure(item, this.#options.generateId()));
      default:
        return undefined;
    }
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
