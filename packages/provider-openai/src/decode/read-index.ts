import type { Warning } from '@lmux/core/provider';
import { describeJson } from '@lmux/core/provider/json';

/** Indexes from here on are not those of choices or embeddings. OpenAI allows 128 choices for each of 2,048 prompts. */
const TOO_LARGE = 1_000_000;

/** A string that is a whole number, as `String` writes it. */
const DECIMAL = /^(?:0|[1-9]\d{0,5})$/;

/**
 * Returns the index of a choice or an embedding. One without an index, or with `null`, has that of its position, because some servers send none
 * (songquanpeng/one-api issue 1037, doobidoo/mcp-memory-service pull request 612). A number as a string counts as the number. Returns `undefined`
 * for any other value, such as -1, 1.5, 1e9 or `__proto__`, because it is not known what it belongs to.
 */
export function readIndex(index: unknown, position: number): number | undefined {
  if (typeof index === 'number') return Number.isInteger(index) && index >= 0 && index < TOO_LARGE ? index : undefined;
  if (index === undefined || index === null) return position;
  return typeof index === 'string' && DECIMAL.test(index) ? Number(index) : undefined;
}

/** Describes an index that is not valid, for a message. Text is not shown. */
export function describeIndex(index: unknown): string {
  return typeof index === 'number' ? String(index) : describeJson(index);
}

/** Reads the indexes of the choices of one response, and warns once of a choice whose index is not valid. */
export class ChoiceIndexes {
  readonly #warn: (warning: Warning) => void;
  #hasWarned = false;

  constructor(warn: (warning: Warning) => void) {
    this.#warn = warn;
  }

  /** Returns the index of a choice, or `undefined` if the choice must be skipped. */
  of({ index }: { readonly index?: unknown }, position: number): number | undefined {
    const read = readIndex(index, position);
    if (read === undefined && !this.#hasWarned) {
      this.#hasWarned = true;
      this.#warn(skippedChoice(index));
    }
    return read;
  }
}

/** Returns the warning about a choice without a valid index. */
function skippedChoice(index: unknown): Warning {
  return {
    code: 'data_skipped',
    message: `A choice of the response was skipped, because its index must be an integer from 0 to ${TOO_LARGE - 1}; received ${describeIndex(index)}. Check the server and any proxy in front of it.`,
  };
}
