import type { PartialResponse } from '../contract/chat.js';
import type { CompletionResponse } from '../contract/completion.js';
import type { FinishReason } from '../contract/finish-reason.js';
import type { CompletionStreamEvent } from '../contract/stream-event.js';
import type { ResponseFacts } from './build-chat-response.js';
import type { ChatEventWriterOptions } from './chat-event-writer-options.js';
import type { Warning } from '../contract/warning.js';
import { emptyCompletionWarning } from './empty-response.js';
import { createTextStore, type TextStore } from './omit-output.js';

/** The properties of a completion stream that are known before it begins. */
export interface CompletionEventWriterOptions extends Pick<
  ChatEventWriterOptions,
  'model' | 'route' | 'warnings' | 'collect'
> {
  readonly emit: (event: CompletionStreamEvent) => void;
}

const NO_REASON: FinishReason = { unified: 'unknown', raw: undefined };

/** Writes the balanced events of one text completion and builds its response. */
export class CompletionEventWriter {
  /** Facts about the response other than its text, set by the decoder. */
  readonly facts: Pick<ResponseFacts, 'id' | 'usage' | 'timing' | 'finishReason' | 'raw'> = {};
  readonly #options: CompletionEventWriterOptions;
  #model: string;
  #started = false;
  #writing = false;
  #finished = false;
  readonly #text: TextStore;
  #warnings: readonly Warning[];

  constructor(options: CompletionEventWriterOptions) {
    this.#options = options;
    this.#model = options.model;
    this.#warnings = options.warnings;
    this.#text = createTextStore(options);
  }

  /** Emits `start`, on the first call only. `model` is the name of the model that the server reports, if it does. */
  start(model?: string): void {
    if (model !== undefined && model !== '') this.#model = model;
    if (this.#started) return;
    this.#started = true;
    const { route, warnings } = this.#options;
    this.#emit({ type: 'start', model: this.#model, route });
    for (const warning of warnings) this.#emit({ type: 'warning', warning });
  }

  /** Emits a warning, such as about unexpected data. */
  warning(warning: Warning): void {
    this.start();
    this.#warnings = [...this.#warnings, warning];
    this.#emit({ type: 'warning', warning });
  }

  /** Emits a delta of the text. An empty one has no effect. */
  text(delta: string): void {
    if (delta === '' || this.#finished) return;
    this.start();
    if (!this.#writing) this.#emit({ type: 'text-start' });
    this.#writing = true;
    this.#text.add(delta);
    this.#emit({ type: 'text-delta', text: delta });
  }

  /** Ends what is open, warns of an empty text, and emits `finish`. Has no effect the second time. */
  finish(): void {
    if (this.#finished) return;
    this.start();
    if (this.#writing) this.#emit({ type: 'text-end' });
    this.#warnOfEmptyText();
    this.#emit({ type: 'finish', response: this.#response() });
    this.#finished = true;
  }

  /** Stops emitting events. */
  stop(): void {
    this.#finished = true;
  }

  /** Returns the partial response. */
  partial(): PartialResponse {
    const { finishReason, ...rest } = this.#response();
    return this.facts.finishReason === undefined ? rest : { ...rest, finishReason };
  }

  /**
   * Emits an event, except after `finish`, because anything that a server sends after its end is not part of the
   * response.
   */
  #emit(event: CompletionStreamEvent): void {
    if (!this.#finished) this.#options.emit(event);
  }

  #warnOfEmptyText(): void {
    const warning = emptyCompletionWarning(this.#text.text, this.facts.finishReason ?? NO_REASON);
    if (warning !== undefined) this.warning(warning);
  }

  #response(): CompletionResponse {
    const { id, usage, timing, finishReason, raw } = this.facts;
    return {
      ...(id === undefined ? {} : { id }),
      model: this.#model,
      route: this.#options.route,
      text: this.#text.text,
      finishReason: finishReason ?? NO_REASON,
      ...(usage === undefined ? {} : { usage }),
      ...(timing === undefined ? {} : { timing }),
      warnings: [...this.#warnings],
      raw,
    };
  }
}
