import type { PartialResponse } from '../contract/chat.js';
import type { CompletionResponse } from '../contract/completion.js';
import type { CompletionStreamEvent } from '../contract/stream-event.js';
import type { ChatEventWriterOptions, ResponseFacts } from './chat-event-writer.js';
import { StringBuilder } from '../decode/string-builder.js';

/** What a completion's stream is about, known before it begins. */
export interface CompletionEventWriterOptions extends Omit<ChatEventWriterOptions, 'emit' | 'generateId'> {
  readonly emit: (event: CompletionStreamEvent) => void;
}

/** Writes the events of one text completion, balanced, and gathers its response. */
export class CompletionEventWriter {
  /** What the decoder has learned besides text. */
  readonly facts: Omit<ResponseFacts, 'responseId'> = {};
  readonly #options: CompletionEventWriterOptions;
  #model: string;
  #started = false;
  #writing = false;
  #finished = false;
  readonly #text = new StringBuilder();

  constructor(options: CompletionEventWriterOptions) {
    this.#options = options;
    this.#model = options.model;
  }

  /** The server has begun to answer. Only the first call emits. */
  start(model?: string): void {
    if (model !== undefined && model !== '') this.#model = model;
    if (this.#started) return;
    this.#started = true;
    const { route, warnings } = this.#options;
    this.#emit({ type: 'start', model: this.#model, route });
    for (const warning of warnings) this.#emit({ type: 'warning', warning });
  }

  /** A piece of the continuation; an empty one has no effect. */
  text(delta: string): void {
    if (delta === '' || this.#finished) return;
    this.start();
    if (!this.#writing) this.#emit({ type: 'text-start' });
    this.#writing = true;
    this.#text.add(delta);
    this.#emit({ type: 'text-delta', text: delta });
  }

  /** Ends what is open and emits `finish`; has no effect the second time. */
  finish(): void {
    if (this.#finished) return;
    this.start();
    if (this.#writing) this.#emit({ type: 'text-end' });
    this.#emit({ type: 'finish', response: this.#response() });
    this.#finished = true;
  }

  /** Emits nothing from now on. */
  stop(): void {
    this.#finished = true;
  }

  /** What has arrived so far. */
  partial(): PartialResponse {
    const { finishReason, ...rest } = this.#response();
    return this.facts.finishReason === undefined ? rest : { ...rest, finishReason };
  }

  /** What a server sends after its end is no part of the reply. */
  #emit(event: CompletionStreamEvent): void {
    if (!this.#finished) this.#options.emit(event);
  }

  #response(): CompletionResponse {
    const { id, usage, timing, finishReason, raw } = this.facts;
    return {
      ...(id === undefined ? {} : { id }),
      model: this.#model,
      route: this.#options.route,
      text: this.#text.text,
      finishReason: finishReason ?? { unified: 'unknown', raw: undefined },
      ...(usage === undefined ? {} : { usage }),
      ...(timing === undefined ? {} : { timing }),
      warnings: [...this.#options.warnings],
      raw,
    };
  }
}
