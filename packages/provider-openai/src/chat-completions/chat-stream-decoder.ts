import type { Warning } from '@lmux/core/provider';
import { readArray, readObject, readText } from '@lmux/core/provider/json';
import {
  ChatEventWriter,
  type ChatEventWriterOptions,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
import { isFinishReason } from '../decode/decode-finish-reason.js';
import { requestedChoices } from '../decode/chunk-format.js';
import { decodeLogprobs } from '../decode/decode-logprobs.js';
import { learnFacts } from '../decode/learn-facts.js';
import { ChoiceIndexes } from '../decode/read-index.js';
import { RawOutput } from './raw-output.js';
import { MessageState } from './server-state.js';
import { ToolCallJoiner } from './tool-call-joiner.js';
import type { ChatChunkChoice, ChatCompletionChunk, ChatCompletionRequest } from './wire.js';
import { HeldText, writePlainText, writeText, type Delta } from './write-text.js';

/** Returns true for a key that neither the state nor the raw output has. */
function isPlainKey(key: string): boolean {
  return key === 'tool_calls' || key === 'role' || key === 'function_call' || key === 'refusal';
}

/** Returns true if a delta has nothing but text and tool calls. This is cheaper than looking for every other field. */
function isPlain(delta: Delta): boolean {
  for (const key in delta) {
    const value = delta[key];
    if (key === 'content' ? typeof value === 'object' && value !== null : value !== null && !isPlainKey(key))
      return false;
  }
  return true;
}

/** Returns the names of the tools in a request. `extra` can contain any JSON, so nothing about them is certain. */
function namesOf(request: ChatCompletionRequest | undefined): string[] {
  const tools = readArray(request?.tools).map((tool) => readObject(tool).function);
  // The predecessor of `tools`.
  return [...tools, ...readArray(request?.['functions'])].flatMap((tool) => readText(readObject(tool).name) ?? []);
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
  /** False if the state of the message is not kept, which contains its reasoning and is of no use without its text. */
  readonly #collects: boolean;
  #state: MessageState | undefined;
  #joiner: ToolCallJoiner | undefined;
  #output: RawOutput | undefined;
  #held: HeldText | undefined;
  #indexes: ChoiceIndexes | undefined;

  constructor({ readAdditions, request, ...options }: ChatStreamDecoderOptions) {
    this.writer = new ChatEventWriter(options);
    this.#readAdditions = readAdditions;
    this.#request = request;
    this.#collects = options.collect !== false;
  }

  push(chunk: ChatCompletionChunk): void {
    const { writer } = this;
    writer.start(typeof chunk.model === 'string' ? chunk.model : undefined);
    this.#readAdditions?.(chunk, writer);
    const output = (this.#output ??= new RawOutput(writer));
    const indexes = (this.#indexes ??= new ChoiceIndexes((warning) => this.warn(warning)));
    let reason: unknown;
    let position = 0;
    for (const choice of chunk.choices) {
      const index = indexes.of(choice, position++);
      if (index === undefined || (index !== 0 && !this.#mergesChoices)) continue;
      this.#choice(choice, index, output);
      if (isFinishReason(choice.finish_reason)) reason = choice.finish_reason;
    }
    output.chunk(chunk);
    learnFacts(writer.facts, chunk, reason, this.#collects);
  }

  end(): void {
    this.#joiner?.end();
    this.#held?.write();
    this.#state?.write(this.writer.facts, this.#joiner !== undefined);
    this.writer.finish();
  }

  stop(): void {
    this.writer.stop();
  }

  warn(warning: Warning): void {
    this.writer.warning(warning);
  }

  partial(): PartialResponse {
    return { ...this.writer.partial(), ...this.#held?.missing() };
  }

  /**
   * True unless the request asks for several choices, of which only the first counts. Without that, several choices are one response that
   * the server has spread (GitHub Copilot: HKUDS/nanobot pull request 1555).
   */
  get #mergesChoices(): boolean {
    return requestedChoices(this.#request) === 1;
  }

  #choice({ delta: received, logprobs }: ChatChunkChoice, index: number, output: RawOutput): void {
    const { writer } = this;
    const delta: Delta = readObject(received);
    const receiver = index === 0 ? writer : (this.#held ??= new HeldText(writer)).of(index);
    if (isPlain(delta)) writePlainText(receiver, delta);
    else {
      if (this.#collects) (this.#state ??= new MessageState()).read(delta);
      writeText(receiver, delta, output);
      output.delta(delta);
    }
    if (logprobs && index === 0) {
      const tokens = decodeLogprobs(logprobs);
      if (tokens !== undefined) writer.logprobs(tokens);
    }
    if (delta.tool_calls || delta.function_call) this.#toolCalls(delta, index);
  }

  #toolCalls({ tool_calls: calls, function_call: legacy }: Delta, choice: number): void {
    this.#joiner ??= new ToolCallJoiner(this.writer, namesOf(this.#request));
    if (Array.isArray(calls)) this.#joiner.pushAll(calls, choice);
    // The predecessor of `tool_calls`: a single call without an id.
    else if (legacy) this.#joiner.pushAll([{ function: legacy }], choice);
  }
}
