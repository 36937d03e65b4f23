import type { StreamProgress } from '@lmux/core/provider/streams';
import { isFinishReason } from './decode-finish-reason.js';
import { decodeUsage } from './decode-usage.js';

/** The kind of content in a choice of a chunk. `undefined` if there is none. */
export type ChunkContent = 'output' | 'reasoning' | undefined;

/** Returns the kind of content in a choice. Output counts if there is reasoning too. */
export type ContentReader = (choice: Readonly<Record<string, unknown>>) => ChunkContent;

interface Choice {
  /** True once a finish reason has arrived. */
  hasFinished: boolean;
  /** True if no output has arrived since the last finish reason. */
  isOver: boolean;
  /** True once there is output other than reasoning. */
  hasOutput: boolean;
  /** True if the finish reason is likely to be the end. */
  isCredible: boolean;
}

/**
 * Determines from the chunks of a stream whether it is complete: every choice that began has a finish reason, and as many choices as were
 * requested have begun.
 *
 * Some servers send a finish reason with every chunk (su-kaka/gcli2api issue 403, BerriAI/litellm issue 376, lhenault/simpleAI issue 39), with
 * the reasoning (open-webui/open-webui issue 16377), or in between (PawanOsman/OpenCursor issue 88). Seconds may pass between two such chunks. A
 * finish reason is therefore ignored once more output follows, and after "stop" without any output the wait for the end is longer.
 */
export class ChoiceTracker {
  /** True if any choice has a finish reason. */
  hasFinish = false;
  readonly #requested: number;
  readonly #contentOf: ContentReader;
  readonly #choices = new Map<number, Choice>();
  /** The number of choices that are over. */
  #over = 0;
  /** The number of choices without a finish reason. */
  #unfinished = 0;
  /** The number of choices whose finish reason is not likely to be the end. */
  #doubtful = 0;
  #progress: StreamProgress = 'incomplete';
  /** True if the server sends finish reasons with output that is not the last. */
  #isUnreliable = false;
  /** True if the current chunk has content. */
  #hasContent = false;
  /** True if the first chunk with content also has usage. Usage is then no sign of the end. `undefined` before it. */
  #countsContent: boolean | undefined;

  constructor(requested: number, contentOf: ContentReader) {
    this.#requested = requested;
    this.#contentOf = contentOf;
  }

  /** Returns true if an earlier chunk contained a piece of the choice. */
  hasBegun(index: number): boolean {
    return this.#choices.has(index);
  }

  /** Takes a choice of a chunk. */
  add(index: number, received: Readonly<Record<string, unknown>>): void {
    const { finish_reason: reason } = received;
    const begun = this.#choices.get(index);
    const choice = begun ?? { hasFinished: false, isOver: false, hasOutput: false, isCredible: false };
    if (begun === undefined) {
      this.#choices.set(index, choice);
      this.#unfinished += 1;
      this.#doubtful += 1;
    }
    const finishes = isFinishReason(reason);
    if (choice.hasOutput && !choice.isOver && !finishes) return;
    const content = this.#contentOf(received);
    this.#hasContent ||= content !== undefined;
    choice.hasOutput ||= content === 'output';
    if (choice.isOver && content !== undefined) {
      choice.isOver = false;
      this.#over -= 1;
      this.#isUnreliable ||= finishes;
    }
    if (!finishes || choice.isOver) return;
    this.hasFinish = true;
    if (!choice.hasFinished) this.#unfinished -= 1;
    choice.hasFinished = true;
    choice.isOver = true;
    this.#over += 1;
    const follows = begun !== undefined && content !== 'reasoning';
    const isCredible = choice.hasOutput || follows || reason.toLowerCase() !== 'stop';
    if (isCredible !== choice.isCredible) this.#doubtful += isCredible ? -1 : 1;
    choice.isCredible = isCredible;
  }

  /** Returns the progress after all choices of a chunk. */
  endChunk(chunk: Readonly<Record<string, unknown>>): StreamProgress {
    const hasContent = this.#hasContent;
    this.#hasContent = false;
    if (hasContent) this.#countsContent ??= decodeUsage(chunk) !== undefined;
    if (!this.isComplete(true)) this.#progress = 'incomplete';
    else if (this.#progress !== 'final') {
      // Usage shows the end only at a server that does not send it with content too.
      if (this.#countsContent === false && decodeUsage(chunk) !== undefined) this.#progress = 'final';
      else this.#progress = this.#doubtful === 0 ? 'complete' : 'likely';
    }
    return this.#progress;
  }

  /** Returns true if the stream may end. If its connection was lost, only a stream of which nothing is missing may. */
  isComplete(isLost: boolean): boolean {
    if (isLost) return this.#over >= this.#requested && this.#over === this.#choices.size && !this.#isUnreliable;
    return this.#unfinished === 0 && this.#choices.size > 0;
  }
}
