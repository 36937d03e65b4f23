import { readArray, readNumber, readObject, readString, readText } from '@lmux/core/provider/json';
import { ChatEventWriter, WriterDecoder, type ChatEventWriterOptions } from '@lmux/core/provider/streams';
import { decodeFinishReason, decodeTiming, decodeUsage } from './decode-stats.js';
import { decodeToolFailure, decodeToolResult, type ToolOutcome } from './decode-tool-result.js';
import { RunningTools } from './running-tools.js';
import type { NativeChatEvent } from './wire.js';

/** Options of `ChatStreamDecoder`. */
export interface ChatStreamDecoderOptions extends ChatEventWriterOptions {
  readonly maxOutputTokens: number | undefined;
}

/** Types of output items that have a place in the contract. */
const KNOWN_ITEMS: ReadonlySet<string> = new Set(['message', 'reasoning', 'tool_call', 'invalid_tool_call']);

type Fields = Readonly<Record<string, unknown>>;

function textOf(value: unknown): string {
  return readString(value) ?? '';
}

/**
 * Decodes events of the native route to the contract's events. Tools that the server runs become `tool-result-*` events, because a
 * `tool-call` event would request the caller to run them. The writer adds the start and end events, because the server may send them twice
 * or not at all.
 */
export class ChatStreamDecoder extends WriterDecoder<NativeChatEvent, ChatEventWriter> {
  readonly #options: ChatStreamDecoderOptions;
  readonly #tools: RunningTools;
  #isLoaded = false;
  /** True once any output has arrived. Otherwise the output is read from `chat.end`. */
  #written = false;

  constructor(options: ChatStreamDecoderOptions) {
    super(new ChatEventWriter(options));
    this.#options = options;
    this.#tools = new RunningTools(this.writer, options.generateId);
  }

  push(event: NativeChatEvent): void {
    const fields = readObject(event);
    if (event.type.startsWith('model_load.')) return this.#loading(event.type, fields);
    if (event.type.startsWith('prompt_processing.')) return this.#reading(event.type, fields);
    this.#responding(event.type, fields);
  }

  /** Writes a piece of reasoning. */
  reasoning(delta: string): void {
    if (delta !== '') this.#written = true;
    this.writer.reasoning(delta);
  }

  /** Writes a piece of text. */
  text(delta: string): void {
    if (delta !== '') this.#written = true;
    this.writer.text(delta);
  }

  #loading(type: string, event: Fields): void {
    const { writer } = this;
    writer.start(textOf(event['model_instance_id']));
    if (type === 'model_load.end') {
      if (!this.#isLoaded) writer.modelLoadEnd(readNumber(event['load_time_seconds']));
      this.#isLoaded = true;
      return;
    }
    this.#isLoaded = false;
    const fraction = readNumber(event['progress']);
    if (type === 'model_load.start') writer.modelLoadStart();
    else if (fraction !== undefined) writer.modelLoad(fraction);
  }

  #reading(type: string, event: Fields): void {
    const fraction = readNumber(event['progress']);
    if (type === 'prompt_processing.start') this.writer.promptStart();
    else if (type === 'prompt_processing.end') this.writer.promptEnd();
    else if (fraction !== undefined) this.writer.promptProgress(fraction);
  }

  #responding(type: NativeChatEvent['type'], event: Fields): void {
    const { writer } = this;
    switch (type) {
      case 'chat.start':
        return writer.start(textOf(event['model_instance_id']));
      case 'reasoning.delta':
        return this.reasoning(textOf(event['content']));
      case 'message.delta':
        return this.text(textOf(event['content']));
      case 'reasoning.end':
      case 'message.end':
        return writer.endBlock();
      case 'tool_call.start':
      case 'tool_call.name':
        return this.#tools.start(event);
      case 'tool_call.arguments':
        return this.#tools.input(event);
      case 'tool_call.success':
        return this.#toolResult(decodeToolResult(event));
      case 'tool_call.failure':
        return this.#toolResult(decodeToolFailure(event));
      case 'error':
        writer.start();
        writer.facts.finishReason = { unified: 'error', raw: undefined };
        return undefined;
      case 'chat.end':
        return this.#finished(event['result']);
      default:
        // Start events, which the first piece implies, and unknown events of newer servers.
        return undefined;
    }
  }

  #output(item: Fields): void {
    switch (item['type']) {
      case 'reasoning':
        return this.reasoning(textOf(item['content']));
      case 'message':
        return this.text(textOf(item['content']));
      case 'tool_call':
        return this.#toolResult(decodeToolResult(item));
      case 'invalid_tool_call':
        return this.#toolResult(decodeToolFailure(item));
      default:
        return undefined;
    }
  }

  /** Writes output items of types that newer versions of LM Studio may add. Streams have no events of known form for them. */
  #rawOutput(items: readonly unknown[]): void {
    if (items.length === 0) return;
    this.writer.raw({ output: items });
  }

  #toolResult(outcome: ToolOutcome): void {
    this.#written = true;
    this.#tools.end(outcome);
  }

  #finished(raw: unknown): void {
    const { facts } = this.writer;
    const { model_instance_id: model, output, stats, response_id: responseId } = readObject(raw);
    this.writer.start(textOf(model));
    if (!this.#written) for (const item of readArray(output)) this.#output(readObject(item));
    this.#rawOutput(readArray(output).filter((item) => !KNOWN_ITEMS.has(textOf(readObject(item)['type']))));
    facts.usage = decodeUsage(stats);
    facts.timing = decodeTiming(stats);
    facts.finishReason ??= decodeFinishReason(stats, this.#options.maxOutputTokens);
    const id = readText(responseId);
    if (id !== undefined) facts.responseId = id;
    facts.raw = this.#options.collect === false ? { ...readObject(raw), output: undefined } : raw;
  }
}
