import type { ChatResponse, PartialResponse, TokenLogprob } from '../contract/chat.js';
import type { FinishReason } from '../contract/finish-reason.js';
import type { IncomingJson } from '../contract/json.js';
import type { StreamEvent } from '../contract/stream-event.js';
import type { Timing, Usage } from '../contract/usage.js';
import type { ToolCall, ToolResult } from '../contract/tool.js';
import type { Warning } from '../contract/warning.js';
import { StringBuilder } from '../decode/string-builder.js';
import { ToolCallWriter } from './tool-call-writer.js';

/** What a stream is about, known before it begins. */
export interface ChatEventWriterOptions {
  readonly emit: (event: StreamEvent) => void;
  /** The model asked for; stands in until the server names one. */
  readonly model: string;
  readonly route: string;
  /** What the planner has to warn of. */
  readonly warnings: readonly Warning[];
  /** Makes ids for tool calls that come without one. */
  readonly generateId: () => string;
}

/** What is being written; only tool calls can be open beside it. */
type Block = 'none' | 'model-load' | 'prompt' | 'reasoning' | 'text';

/** Fields of the response that a decoder sets as it learns them. */
export interface ResponseFacts {
  id?: string | undefined;
  responseId?: string | undefined;
  usage?: Usage | undefined;
  timing?: Timing | undefined;
  finishReason?: FinishReason | undefined;
  raw?: IncomingJson;
}

/**
 * Writes the events of one chat and gathers its response. Decoders say what came; starts and ends, `start`, warnings and
 * `finish` are its business, so that they are balanced whatever a server does.
 */
export class ChatEventWriter {
  /** What the decoder has learned besides text and calls. */
  readonly facts: ResponseFacts = {};
  readonly #options: ChatEventWriterOptions;
  #model: string;
  #started = false;
  #finished = false;
  #block: Block = 'none';
  #text: StringBuilder | undefined;
  #reasoning: StringBuilder | undefined;
  /** Made for the first call: most chats have none. */
  #calls: ToolCallWriter | undefined;
  readonly #toolResults: ToolResult[] = [];
  readonly #warnings: Warning[];
  #logprobs: TokenLogprob[] | undefined;

  constructor(options: ChatEventWriterOptions) {
    this.#options = options;
    this.#model = options.model;
    this.#warnings = [...options.warnings];
  }

  /** The server has begun to answer; with the name of the model that does, where it is known. Only the first call emits. */
  start(model?: string): void {
    if (model !== undefined && model !== '') this.#model = model;
    if (this.#started) return;
    this.#started = true;
    this.#emit({ type: 'start', model: this.#model, route: this.#options.route });
    for (const warning of this.#options.warnings) this.#emit({ type: 'warning', warning });
  }

  /** Something was asked for and not done, or looks wrong. */
  warning(warning: Warning): void {
    this.start();
    this.#warnings.push(warning);
    this.#emit({ type: 'warning', warning });
  }

  /** How far the model is loaded, 0 to 1. */
  modelLoad(fraction: number): void {
    if (this.#block !== 'model-load') this.#open('model-load', { type: 'model-load-start' });
    this.#emit({ type: 'model-load-progress', fraction: clamp(fraction) });
  }

  /** The model begins to be loaded. */
  modelLoadStart(): void {
    if (this.#block !== 'model-load') this.#open('model-load', { type: 'model-load-start' });
  }

  /** The model is loaded. */
  modelLoadEnd(seconds?: number): void {
    this.modelLoadStart();
    this.#block = 'none';
    this.#emit({ type: 'model-load-end', seconds });
  }

  /** The model begins to read the prompt. */
  promptStart(): void {
    if (this.#block !== 'prompt') this.#open('prompt', { type: 'prompt-start' });
  }

  /** How far it has read, 0 to 1. */
  promptProgress(fraction: number): void {
    this.promptStart();
    this.#emit({ type: 'prompt-progress', fraction: clamp(fraction) });
  }

  /** The prompt is read; has no effect when it was already. */
  promptEnd(): void {
    if (this.#block === 'prompt') this.#closeBlock();
  }

  /** A piece of the reply; an empty one has no effect. */
  text(delta: string): void {
    if (delta === '') return;
    if (this.#block !== 'text') this.#open('text', { type: 'text-start' });
    (this.#text ??= new StringBuilder()).add(delta);
    this.#emit({ type: 'text-delta', text: delta });
  }

  /** A piece of reasoning; an empty one has no effect. */
  reasoning(delta: string): void {
    if (delta === '') return;
    if (this.#block !== 'reasoning') this.#open('reasoning', { type: 'reasoning-start' });
    (this.#reasoning ??= new StringBuilder()).add(delta);
    this.#emit({ type: 'reasoning-delta', text: delta });
  }

  /** Ends the run of text or reasoning that is open, where the server says so. */
  endBlock(): void {
    this.#closeBlock();
  }

  /** The model begins to call a tool; gives the index by which the call is known here. */
  toolCallStart(id: string | undefined, name: string): number {
    this.start();
    this.#closeBlock();
    this.#calls ??= new ToolCallWriter((event) => this.#emit(event), this.#options.generateId);
    return this.#calls.start(id, name);
  }

  /** A piece of a call's arguments; an empty one has no effect. */
  toolCallDelta(index: number, argumentsDelta: string): void {
    this.#calls?.delta(index, argumentsDelta);
  }

  /** A call is complete. Without it, calls are complete when the stream finishes: not before, since a prefix may parse. */
  toolCallEnd(index: number): ToolCall | undefined {
    return this.#calls?.end(index);
  }

  /** A tool that the server ran has given its result. */
  toolResult(result: ToolResult): void {
    this.start();
    this.#closeBlock();
    this.#toolResults.push(result);
    this.#emit({ type: 'tool-result', ...result });
  }

  /** Probabilities of the tokens just written. */
  logprobs(tokens: readonly TokenLogprob[]): void {
    (this.#logprobs ??= []).push(...tokens);
  }

  /** How many tool calls there are. */
  get toolCallCount(): number {
    return this.#calls?.count ?? 0;
  }

  /** Ends what is open and emits `finish`; has no effect the second time. */
  finish(): void {
    if (this.#finished) return;
    this.start();
    this.#closeBlock();
    this.#calls?.endAll();
    this.#emit({ type: 'finish', response: this.#response() });
    this.#finished = true;
  }

  /** Emits nothing from now on. */
  stop(): void {
    this.#finished = true;
  }

  /** What has arrived so far. Calls whose arguments are not whole have no `input`. */
  partial(): PartialResponse {
    const { finishReason, ...rest } = this.#response();
    // Of a reply that broke off, only what the server said itself is known of its end.
    return this.facts.finishReason === undefined ? rest : { ...rest, finishReason };
  }

  #response(): ChatResponse {
    const { id, responseId, usage, timing, finishReason, raw } = this.facts;
    return {
      ...(id === undefined ? {} : { id }),
      model: this.#model,
      route: this.#options.route,
      text: this.#text?.text ?? '',
      ...(this.#reasoning === undefined ? {} : { reasoning: this.#reasoning.text }),
      toolCalls: this.#calls?.list() ?? [],
      toolResults: [...this.#toolResults],
      finishReason: withCalls(finishReason ?? { unified: 'unknown', raw: undefined }, this.toolCallCount > 0),
      ...(usage === undefined ? {} : { usage }),
      ...(timing === undefined ? {} : { timing }),
      ...(responseId === undefined ? {} : { responseId }),
      ...(this.#logprobs === undefined ? {} : { logprobs: this.#logprobs }),
      warnings: [...this.#warnings],
      raw,
    };
  }

  /** What a server sends after its end is no part of the reply. */
  #emit(event: StreamEvent): void {
    if (!this.#finished) this.#options.emit(event);
  }

  #open(block: Block, start: StreamEvent): void {
    this.start();
    this.#closeBlock();
    this.#block = block;
    this.#emit(start);
  }

  #closeBlock(): void {
    const block = this.#block;
    if (block === 'none') return;
    this.#block = 'none';
    this.#emit({ type: `${block}-end` });
  }
}

function clamp(fraction: number): number {
  return Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
}

/** Some servers say `stop`, or nothing, although the model has called tools (spec/openai-compat.md A.0): agent loops would end. */
export function withCalls(reason: FinishReason, called: boolean): FinishReason {
  const misnamed = reason.unified === 'stop' || reason.unified === 'unknown';
  return called && misnamed ? { unified: 'tool-calls', raw: reason.raw } : reason;
}
