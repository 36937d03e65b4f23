import { readArray, readObject, readString, readText } from '@lmux/core/provider/json';
import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
import { decodeLogprobs } from '../decode/decode-logprobs.js';
import { decodeFinishReason } from '../decode/decode-finish-reason.js';
import { learnFacts } from '../decode/learn-facts.js';
import { ToolCallJoiner } from './tool-call-joiner.js';
import type { ChatChunkChoice, ChatCompletionChunk, ChatCompletionRequest } from './wire.js';

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

/** Receives the text of a choice. */
type TextReceiver = Pick<ChatEventWriter, 'text' | 'reasoning'>;

/** The text of a choice other than the first, which is held until the end. */
class HeldText implements TextReceiver {
  read = '';
  thought = '';

  text(delta: string): void {
    this.read += delta;
  }

  reasoning(delta: string): void {
    this.thought += delta;
  }
}

/** Writes content that is a list of parts (Mistral): text, and reasoning as `thinking`, which is a string or another list of parts. */
function writeParts(writer: TextReceiver, parts: readonly unknown[]): void {
  for (const part of parts) {
    const { type, thinking: pieces } = readObject(part);
    const thinking = type === 'thinking' ? pieces : undefined;
    if (Array.isArray(thinking)) writer.reasoning(thinking.map((piece) => textOf(piece)).join(''));
    else if (typeof thinking === 'string') writer.reasoning(thinking);
    else writer.text(textOf(part));
  }
}

/** Writes the reasoning and the text of a delta. */
function writeText(writer: TextReceiver, delta: Delta): void {
  const { content } = delta;
  const reasoning = reasoningIn(delta);
  if (reasoning !== '') writer.reasoning(reasoning);
  if (typeof content === 'string' && content !== '') writer.text(content);
  else if (Array.isArray(content)) writeParts(writer, content);
  // A refusal is the text of the response.
  else if (typeof delta.refusal === 'string') writer.text(delta.refusal);
}

/** Returns the names of the tools in a request. `extra` can contain any JSON, so nothing about them is certain. */
function namesOf(request: ChatCompletionRequest | undefined): string[] {
  return readArray(request?.tools).flatMap((tool) => readText(readObject(readObject(tool).function).name) ?? []);
}

/** Options of `ChatStreamDecoder`. */
export interface ChatStreamDecoderOptions extends ChatEventWriterOptions {
  /**
   * Reads a server's additional fields of a chunk. Called before the text of the chunk is written, but not for chunks that differ from the
   * previous one by their text alone.
   */
  readonly readAdditions?: ((chunk: ChatCompletionChunk, writer: ChatEventWriter) => void) | undefined;
  /** The body of the request, for the names of its tools and for `n`. */
  readonly request?: ChatCompletionRequest | undefined;
}

/** Decodes the chunks of a chat to the contract's events. The deviations that it accepts are listed in `test/chat-deviation-rows.ts`. */
export class ChatStreamDecoder implements StreamDecoder<ChatCompletionChunk> {
  /** Writes the events. */
  readonly writer: ChatEventWriter;
  readonly #readAdditions: ChatStreamDecoderOptions['readAdditions'];
  readonly #request: ChatCompletionRequest | undefined;
  #joiner: ToolCallJoiner | undefined;
  /** The text of other choices than the first, by index. */
  #held: Map<number, HeldText> | undefined;
  /** Index of the choice that sent the finish reason. */
  #finished = 0;

  constructor({ readAdditions, request, ...options }: ChatStreamDecoderOptions) {
    this.writer = new ChatEventWriter(options);
    this.#readAdditions = readAdditions;
    this.#request = request;
  }

  push(chunk: ChatCompletionChunk): void {
    const { writer } = this;
    writer.start(typeof chunk.model === 'string' ? chunk.model : undefined);
    this.#readAdditions?.(chunk, writer);
    let reason: unknown;
    let position = 0;
    for (const choice of chunk.choices) {
      // A choice without an index has that of its position.
      const index = typeof choice.index === 'number' ? choice.index : position;
      position += 1;
      if (index !== 0 && !this.#mergesChoices) continue;
      this.#choice(choice, index);
      if (!choice.finish_reason || decodeFinishReason(choice.finish_reason).raw === undefined) continue;
      reason = choice.finish_reason;
      // Among several choices, the last reason counts.
      if (this.#finished !== index) writer.facts.finishReason = undefined;
      this.#finished = index;
    }
    learnFacts(writer.facts, chunk, reason);
  }

  end(): void {
    this.#joiner?.end();
    this.#writeHeld();
    this.writer.finish();
  }

  stop(): void {
    this.writer.stop();
  }

  partial(): PartialResponse {
    return this.writer.partial();
  }

  /**
   * True unless the request asks for several choices, of which only the first counts. Without that, several choices are one response that
   * the server has spread (GitHub Copilot: nanobot pull request 1555).
   */
  get #mergesChoices(): boolean {
    const n: unknown = this.#request?.n;
    return typeof n !== 'number' || n <= 1;
  }

  #choice({ delta: received, logprobs }: ChatChunkChoice, index: number): void {
    const { writer } = this;
    const delta: Delta = readObject(received);
    writeText(index === 0 ? writer : this.#heldText(index), delta);
    if (logprobs && index === 0) {
      const tokens = decodeLogprobs(logprobs);
      if (tokens !== undefined) writer.logprobs(tokens);
    }
    if (delta.tool_calls || delta.function_call) this.#toolCalls(delta, index);
  }

  #toolCalls({ tool_calls: calls, function_call: legacy }: Delta, choice: number): void {
    this.#joiner ??= new ToolCallJoiner(this.writer, namesOf(this.#request));
    if (Array.isArray(calls)) for (const call of calls) this.#joiner.push(call, choice);
    // The predecessor of `tool_calls`: a single call without an id.
    else if (legacy) this.#joiner.push({ function: legacy }, choice);
  }

  #heldText(index: number): HeldText {
    this.#held ??= new Map();
    const known = this.#held.get(index) ?? new HeldText();
    this.#held.set(index, known);
    return known;
  }

  /** Writes the text of the next choice that has any if the first has none. */
  #writeHeld(): void {
    if (this.#held === undefined) return;
    const { text, reasoning } = this.writer.partial();
    const held = [...this.#held.values()];
    if (reasoning === undefined) this.writer.reasoning(held.find(({ thought }) => thought !== '')?.thought ?? '');
    if (text === '') this.writer.text(held.find(({ read }) => read !== '')?.read ?? '');
  }
}
