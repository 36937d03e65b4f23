import type { EventStream, Message } from '@lmux/core';
import { PushEventStream, type PushSource } from '@lmux/core/provider/streams';
import type { RunHistory } from './run-history.js';
import type { ToolRunEvent } from './tool-run-event.js';
import type { ToolRunResponse, ToolRunStep } from './tool-run-response.js';

/** How a run is read. */
export interface ToolRunReading {
  /** True if the run is read to its end even if the consumer does not wait. */
  isWanted?: boolean;
  /** Continues to read. */
  resume?: () => void;
}

/**
 * A chat whose tools are run, as a stream. Nothing is sent until the stream is first read, and every error is reported there. As with each stream, it
 * has one consumer, and ending it early stops the model and the tools.
 */
export interface ToolRunStream extends EventStream<ToolRunEvent, ToolRunResponse> {
  /** The steps so far, also after an error. A step is added when the results of its calls are known. */
  readonly steps: readonly ToolRunStep[];
  /**
   * The messages of the steps so far, to append to the history. They are complete, also after an error: a call that the error interrupted has
   * a result that says so.
   */
  readonly messages: readonly Message[];
}

/** The stream of a run over the source of its events. */
export class ToolRunStreamImpl extends PushEventStream<ToolRunEvent, ToolRunResponse> implements ToolRunStream {
  readonly #history: RunHistory;
  readonly #reading: ToolRunReading;

  constructor(source: PushSource<ToolRunEvent>, history: RunHistory, reading: ToolRunReading) {
    super(source);
    this.#history = history;
    this.#reading = reading;
  }

  get steps(): readonly ToolRunStep[] {
    return [...this.#history.steps];
  }

  get messages(): readonly Message[] {
    return [...this.#history.messages];
  }

  override response(): Promise<ToolRunResponse> {
    this.#reading.isWanted = true;
    this.#reading.resume?.();
    return super.response();
  }
}
