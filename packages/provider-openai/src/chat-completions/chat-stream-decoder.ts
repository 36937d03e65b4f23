import { readArray, readObject, readString, readText } from '@lmux/core/provider/json';
import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
import { decodeLogprobs } from '../decode/decode-logprobs.js';
import { firstChoice, learnFacts } from '../decode/learn-facts.js';
import { MessageState } from './server-state.js';
import { REASONING_PARTS, REASONING_TEXTS } from './state-fields.js';
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
function reasoningIn(delta: Delta): string {
  for (const name of REASONING_TEXTS) {
    const text = readText(delta[name]);
    if (text !== undefined) return text;
  }
  return delta.reasoning_details === undefined ? '' : fromDetails(delta.reasoning_details);
}

function textOf(part: unknown): string {
  return readString(part) ?? readString(readObject(part).text) ?? '';
}

/**
 * Writes content that is a list of parts: text, and reasoning as `thinking` (Mistral) or `summary` (Databricks), which is a string or
 * another list of parts.
 */
function writeParts(writer: ChatEventWriter, parts: readonly unknown[]): void {
  for (const part of parts) {
    const { type, thinking, summary, text } = readObject(part);
    const reasoning = REASONING_PARTS.has(type) ? (thinking ?? summary ?? text ?? '') : undefined;
    if (Array.isArray(reasoning)) writer.reasoning(reasoning.map((piece) => textOf(piece)).join(''));
    else if (reasoning !== undefined) writer.reasoning(textOf(reasoning));
    else writer.text(textOf(part));
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
  #state: MessageState | undefined;
  #joiner: ToolCallJoiner | undefined;

  constructor({ readAdditions, ...options }: ChatStreamDecoderOptions) {
    this.writer = new ChatEventWriter(options);
    this.#readAdditions = readAdditions;
  }

  push(chunk: ChatCompletionChunk): void {
    const { writer } = this;
    writer.start(typeof chunk.model === 'string' ? chunk.model : undefined);
    this.#readAdditions?.(chunk, writer);
    const choice = firstChoice(chunk.choices);
    if (choice !== undefined) this.#choice(choice);
    learnFacts(writer.facts, chunk, choice?.finish_reason);
  }

  end(): void {
    this.#joiner?.end();
    this.#state?.write(this.writer.facts, this.#joiner !== undefined);
    this.writer.finish();
  }

  stop(): void {
    this.writer.stop();
  }

  partial(): PartialResponse {
    return this.writer.partial();
  }

  #choice({ delta: received, logprobs }: ChatChunkChoice): void {
    const { writer } = this;
    const delta: Delta = readObject(received);
    const { content } = delta;
    (this.#state ??= new MessageState()).read(delta);
    const reasoning = reasoningIn(delta);
    if (reasoning !== '') writer.reasoning(reasoning);
    if (typeof content === 'string' && content !== '') writer.text(content);
    else if (Array.isArray(content)) writeParts(writer, content);
    // A refusal is the text of the response.
    else if (typeof delta.refusal === 'string') writer.text(delta.refusal);
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
