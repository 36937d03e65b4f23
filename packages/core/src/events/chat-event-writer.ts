import type { ChatResponse, PartialResponse, TokenLogprob } from '../contract/chat.js';
import type { JsonObject } from '../contract/json.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { ToolCall } from '../contract/tool.js';
import type { Warning } from '../contract/warning.js';
import type { ChatEventWriterOptions } from './chat-event-writer-options.js';
import { buildChatResponse, type ResponseFacts } from './build-chat-response.js';
import { emptyChatWarning } from './empty-response.js';
import { createTextStore, type TextStore } from './omit-output.js';
import { ToolCallWriter } from './tool-call-writer.js';
import { ToolResultWriter, type ServerToolEvents } from './tool-result-writer.js';

/** The block that is being written. Only tool calls can be open at the same time. */
type Block = 'none' | 'model-load' | 'prompt' | 'reasoning' | 'text' | 'refusal';

/**
 * Writes the events of one chat and builds its response. Decoders report the content. The writer adds `start`,
 * warnings, the start and end of each block, and `finish`, so that events are balanced whatever a server sends.
 */
export class ChatEventWriter {
  /** Facts about the response other than its text and tool calls, set by the decoder. */
  readonly facts: ResponseFacts = {};
  readonly #options: ChatEventWriterOptions;
  #model: string;
  #started = false;
  #finished = false;
  #block: Block = 'none';
  #text: TextStore | undefined;
  #reasoning: TextStore | undefined;
  #refusal: TextStore | undefined;
  /** Created for the first call, because most chats have none. */
  #calls: ToolCallWriter | undefined;
  /** Created for the first tool that the server runs. */
  #results: ToolResultWriter | undefined;
  readonly #warnings: Warning[];
  #logprobs: TokenLogprob[] | undefined;
  #extra: JsonObject | undefined;

  constructor(options: ChatEventWriterOptions) {
    this.#options = options;
    this.#model = options.model;
    this.#warnings = [...options.warnings];
  }

  /** Emits `start`, on the first call only. `model` is the name of the model that the server reports, if it does. */
  start(model?: string): void {
    if (model !== undefined && model !== '') this.#model = model;
    if (this.#started) return;
    this.#started = true;
    this.#emit({ type: 'start', model: this.#model, route: this.#options.route });
    for (const warning of this.#options.warnings) this.#emit({ type: 'warning', warning });
  }

  /** Emits a warning, such as about a dropped feature or unexpected data. */
  warning(warning: Warning): void {
    this.start();
    this.#warnings.push(warning);
    this.#emit({ type: 'warning', warning });
  }

  /** Emits the progress of loading the model, from 0 to 1. */
  modelLoad(fraction: number): void {
    this.modelLoadStart();
    this.#emit({ type: 'model-load-progress', fraction: clamp(fraction) });
  }

  /** Starts the block for loading the model. */
  modelLoadStart(): void {
    if (this.#block !== 'model-load') this.#open('model-load', { type: 'model-load-start' });
  }

  /** Ends the block for loading the model. */
  modelLoadEnd(seconds?: number): void {
    this.modelLoadStart();
    this.#block = 'none';
    this.#emit({ type: 'model-load-end', seconds });
  }

  /** Starts the block for reading the prompt. */
  promptStart(): void {
    if (this.#block !== 'prompt') this.#open('prompt', { type: 'prompt-start' });
  }

  /** Emits the progress of reading the prompt, from 0 to 1. */
  promptProgress(fraction: number): void {
    this.promptStart();
    this.#emit({ type: 'prompt-progress', fraction: clamp(fraction) });
  }

  /** Ends the block for reading the prompt, if it is open. */
  promptEnd(): void {
    if (this.#block === 'prompt') this.endBlock();
  }

  /** Emits a delta of the text. An empty one has no effect. */
  text(delta: string): void {
    if (delta === '') return;
    if (this.#block !== 'text') this.#open('text', { type: 'text-start' });
    (this.#text ??= createTextStore(this.#options)).add(delta);
    this.#emit({ type: 'text-delta', text: delta });
  }

  /** Emits a delta of the reasoning. An empty one has no effect. */
  reasoning(delta: string): void {
    if (delta === '') return;
    if (this.#block !== 'reasoning') this.#open('reasoning', { type: 'reasoning-start' });
    (this.#reasoning ??= createTextStore(this.#options)).add(delta);
    this.#emit({ type: 'reasoning-delta', text: delta });
  }

  /** Emits a delta of the refusal. An empty one has no effect. */
  refusal(delta: string): void {
    if (delta === '') return;
    if (this.#block !== 'refusal') this.#open('refusal', { type: 'refusal-start' });
    (this.#refusal ??= createTextStore(this.#options)).add(delta);
    this.#emit({ type: 'refusal-delta', text: delta });
  }

  /**
   * Emits output for which the contract has no event. `joined` is the value of the same fields for `extra` of the response, if pieces came
   * before. Default: the same value.
   */
  raw(value: JsonObject, joined: JsonObject = value): void {
    this.start();
    this.#extra = { ...this.#extra, ...joined };
    this.#emit({ type: 'raw', value });
  }

  /** The output so far for which the contract has no event. */
  get extra(): JsonObject | undefined {
    return this.#extra;
  }

  /** Ends the open block, if there is one. For servers that mark the end of text or reasoning. */
  endBlock(): void {
    const block = this.#block;
    if (block === 'none') return;
    this.#block = 'none';
    this.#emit({ type: `${block}-end` });
  }

  /** Starts a tool call. Returns its index. */
  toolCallStart(id: string | undefined, name: string): number {
    this.start();
    this.endBlock();
    this.#calls ??= new ToolCallWriter((event) => this.#emit(event), this.#options);
    return this.#calls.start(id, name);
  }

  /**
   * Sets the server's state that belongs to a tool call, to send back in the history. It replaces an earlier value.
   */
  toolCallState(index: number, state: JsonObject): void {
    this.#calls?.setState(index, state);
  }

  /** Emits a delta of the arguments of a tool call. An empty one has no effect. */
  toolCallDelta(index: number, argumentsDelta: string): void {
    this.#calls?.delta(index, argumentsDelta);
  }

  /**
   * Completes a tool call, so that it has its input in the partial response of a stream that fails. Other calls are complete when the stream
   * finishes, because the beginning of arguments can be valid JSON. The events of the end of all calls come then.
   */
  toolCallEnd(index: number): ToolCall | undefined {
    return this.#calls?.end(index);
  }

  /** The writer for tools that the server runs itself. */
  get toolResults(): ServerToolEvents {
    return (this.#results ??= new ToolResultWriter((event) => {
      this.start();
      this.endBlock();
      this.#emit(event);
    }));
  }

  /** Adds the log probabilities of the latest tokens. */
  logprobs(tokens: readonly TokenLogprob[]): void {
    const list = (this.#logprobs ??= []);
    // A single token shows that there were some. Spreading a long list into `push` would overflow the stack.
    const isKept = this.#options.collect !== false || list.length === 0;
    if (isKept) for (const token of tokens) list.push(token);
  }

  /** Ends what is open, warns of an empty response, and emits `finish`. Has no effect the second time. */
  finish(): void {
    if (this.#finished) return;
    this.start();
    this.endBlock();
    this.#calls?.endAll();
    this.#results?.endAll();
    const response = this.#response();
    const empty = emptyChatWarning(response, this.#options);
    if (empty !== undefined) this.warning(empty);
    this.#emit({ type: 'finish', response: empty === undefined ? response : this.#response() });
    this.#finished = true;
  }

  /** Returns true if the response has this kind of text so far. */
  has(kind: 'text' | 'reasoning' | 'refusal'): boolean {
    return { text: this.#text, reasoning: this.#reasoning, refusal: this.#refusal }[kind] !== undefined;
  }

  /** Stops emitting events. */
  stop(): void {
    this.#finished = true;
  }

  /** Returns the partial response. Tool calls with incomplete arguments have no `input`. */
  partial(): PartialResponse {
    const { finishReason, message: _message, ...rest } = this.#response();
    // The end of a partial response is known only if the server sent a finish reason.
    return this.facts.finishReason === undefined ? rest : { ...rest, finishReason };
  }

  #response(): ChatResponse {
    return buildChatResponse({
      facts: this.facts,
      source: this.#options.metadataSource,
      model: this.#model,
      route: this.#options.route,
      text: this.#text?.text ?? '',
      reasoning: this.#reasoning?.text,
      refusal: this.#refusal?.text,
      toolCalls: this.#calls?.list() ?? [],
      toolResults: this.#results?.list() ?? [],
      logprobs: this.#logprobs,
      extra: this.#extra,
      warnings: [...this.#warnings],
    });
  }

  /** Emits an event, except after `finish`, because anything that a server sends after its end is not part of the response. */
  #emit(event: StreamEvent): void {
    if (!this.#finished) this.#options.emit(event);
  }

  #open(block: Block, start: StreamEvent): void {
    this.start();
    this.endBlock();
    this.#block = block;
    this.#emit(start);
  }
}

const clamp = (fraction: number): number => (Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0);
