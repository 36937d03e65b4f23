import { readArray, readObject, readString, readText } from '@lmux/core/provider/json';
import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
import { decodeLogprobs } from '../decode/decode-logprobs.js';
import { firstChoice, learnFacts } from '../decode/learn-facts.js';
import { ToolCallJoiner } from './tool-call-joiner.js';
import type { ChatChunkChoice, ChatCompletionChunk } from './wire.js';

/** A delta of the stream: its type says what servers should send, so it is read as what it may be. */
type Delta = Readonly<Record<string, unknown>>;

/** OpenRouter's list of typed pieces; encrypted ones have nothing to read. */
function fromDetails(details: unknown): string {
  const texts = readArray(details).map((detail) => {
    const { text, summary } = readObject(detail);
    return readString(text) ?? readString(summary) ?? '';
  });
  return texts.join('');
}

/**
 * The reasoning in a delta or a message, under the first of its names that has any: servers that send two send the same text twice.
 * `<think>` tags within the text stay there: a model may write them as text, a tag may be cut by a chunk, and the server that
 * leaves them in was set so (LM Studio and llama.cpp split them off when they are configured so).
 */
function reasoningIn({ reasoning_content: content, reasoning, reasoning_details: details }: Delta): string {
  return readText(content) ?? readText(reasoning) ?? (details === undefined ? '' : fromDetails(details));
}

function textOf(part: unknown): string {
  return readString(part) ?? readString(readObject(part).text) ?? '';
}

/** Content as a list of parts (Mistral): text, and reasoning as `thinking`, which is text or a list of parts again. */
function writeParts(writer: ChatEventWriter, parts: readonly unknown[]): void {
  for (const part of parts) {
    const { type, thinking: pieces } = readObject(part);
    const thinking = type === 'thinking' ? pieces : undefined;
    if (Array.isArray(thinking)) writer.reasoning(thinking.map((piece) => textOf(piece)).join(''));
    else if (typeof thinking === 'string') writer.reasoning(thinking);
    else writer.text(textOf(part));
  }
}

/** What a `ChatStreamDecoder` is made from. */
export interface ChatStreamDecoderOptions extends ChatEventWriterOptions {
  /** Reads what a server adds to chunks, before their text. Not called for chunks that differ from the one before by their text alone. */
  readonly readAdditions?: ((chunk: ChatCompletionChunk, writer: ChatEventWriter) => void) | undefined;
}

/** Chunks of a chat to the contract's events. Takes every deviation of spec/openai-compat.md A.0. */
export class ChatStreamDecoder implements StreamDecoder<ChatCompletionChunk> {
  /** What the events are written by. */
  readonly writer: ChatEventWriter;
  readonly #readAdditions: ChatStreamDecoderOptions['readAdditions'];
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
    const reasoning = reasoningIn(delta);
    if (reasoning !== '') writer.reasoning(reasoning);
    if (typeof content === 'string' && content !== '') writer.text(content);
    else if (Array.isArray(content)) writeParts(writer, content);
    // What a model says when it refuses is its reply.
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
    // The form before tools: one call without an id.
    else if (legacy) this.#joiner.push({ function: legacy });
  }
}
