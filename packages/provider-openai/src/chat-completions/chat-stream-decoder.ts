import { isObject, readArray, readObject, readString, readText } from '@lmux/core/provider/json';
import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
import { decodeLogprobs } from '../decode/decode-logprobs.js';
import { firstChoice, learnFacts } from '../decode/learn-facts.js';
import { RawOutput } from './raw-output.js';
import { ToolCallJoiner } from './tool-call-joiner.js';
import type { ChatChunkChoice, ChatCompletionChunk } from './wire.js';

/** A delta of unknown content. `ChatDelta` is what servers should send, so every field is checked before it is used. */
type Delta = Readonly<Record<string, unknown>>;

/** Returns the text of OpenRouter's `reasoning_details`. Encrypted parts contain no text. */
function fromDetails(details: unknown): string {
  const texts = readArray(details).map((detail) => {
    const { text, summary } = readObject(detail);
    return readString(text) ?? readString(summary) ?? '';
  });
  return texts.join('');
}

/**
 * Returns the reasoning in a delta or a message, from the first field that has any. Servers that fill two fields send the same text in
 * both. `<think>` tags stay in the text: a model may write them as text, a chunk boundary may split a tag, and a server that leaves them
 * in was configured that way (LM Studio and llama.cpp can separate them).
 */
function reasoningIn({ reasoning_content: content, reasoning, reasoning_details: details }: Delta): string {
  return readText(content) ?? readText(reasoning) ?? (details === undefined ? '' : fromDetails(details));
}

function textOf(part: unknown): string {
  return readString(part) ?? readString(readObject(part).text) ?? '';
}

/**
 * Writes content that is a list of parts (Mistral): text, refusals, and reasoning as `thinking`, which is a string or another list of parts.
 * Other parts, such as Mistral's `reference`, are raw output.
 */
function writeParts(writer: ChatEventWriter, parts: readonly unknown[], output: RawOutput): void {
  for (const part of parts) {
    const { type, thinking: pieces, refusal } = readObject(part);
    const thinking = type === 'thinking' ? pieces : undefined;
    const text = textOf(part);
    if (Array.isArray(thinking)) writer.reasoning(thinking.map((piece) => textOf(piece)).join(''));
    else if (typeof thinking === 'string') writer.reasoning(thinking);
    else if (type === 'refusal') writer.refusal(readString(refusal) ?? text);
    else if (text !== '') writer.text(text);
    else if (isObject(part) && type !== 'text') output.part(part);
  }
}

/** Options of `ChatStreamDecoder`. */
export interface ChatStreamDecoderOptions extends ChatEventWriterOptions {
  /**
   * Reads a server's additional fields of a chunk. Called before the text of the chunk is written, but not for chunks that differ from the
   * previous one by their text alone.
   */
  readonly readAdditions?: ((chunk: ChatCompletionChunk, writer: ChatEventWriter) => void) | undefined;
}

/** Decodes the chunks of a chat to the contract's events. The deviations that it accepts are listed in `test/chat-deviation-rows.ts`. */
export class ChatStreamDecoder implements StreamDecoder<ChatCompletionChunk> {
  /** Writes the events. */
  readonly writer: ChatEventWriter;
  readonly #readAdditions: ChatStreamDecoderOptions['readAdditions'];
  #joiner: ToolCallJoiner | undefined;
  #output: RawOutput | undefined;

  constructor({ readAdditions, ...options }: ChatStreamDecoderOptions) {
    this.writer = new ChatEventWriter(options);
    this.#readAdditions = readAdditions;
  }

  push(chunk: ChatCompletionChunk): void {
    const { writer } = this;
    writer.start(typeof chunk.model === 'string' ? chunk.model : undefined);
    this.#readAdditions?.(chunk, writer);
    const choice = firstChoice(chunk.choices);
    const output = (this.#output ??= new RawOutput(writer));
    if (choice !== undefined) this.#choice(choice, output);
    output.read(chunk, choice?.delta);
    learnFacts(writer.facts, chunk, choice?.finish_reason);
  }

  end(): void {
    this.#joiner?.end();
    this.writer.finish();
  }

  stop(): void {
    this.writer.stop();
  }

  partial(): PartialResponse {
    return this.writer.partial();
  }

  #choice({ delta: received, logprobs }: ChatChunkChoice, output: RawOutput): void {
    const { writer } = this;
    const delta: Delta = readObject(received);
    const { content } = delta;
    const reasoning = reasoningIn(delta);
    if (reasoning !== '') writer.reasoning(reasoning);
    if (typeof content === 'string' && content !== '') writer.text(content);
    else if (Array.isArray(content)) writeParts(writer, content, output);
    if (typeof delta.refusal === 'string') writer.refusal(delta.refusal);
    if (logprobs) {
      const tokens = decodeLogprobs(logprobs);
      if (tokens !== undefined) writer.logprobs(tokens);
    }
    if (delta.tool_calls || delta.function_call) this.#toolCalls(delta);
  }

  #toolCalls({ tool_calls: calls, function_call: legacy }: Delta): void {
    this.#joiner ??= new ToolCallJoiner(this.writer);
    if (Array.isArray(calls)) for (const call of calls) this.#joiner.push(call);
    // The predecessor of `tool_calls`: a single call without an id.
    else if (legacy) this.#joiner.push({ function: legacy });
  }
}
