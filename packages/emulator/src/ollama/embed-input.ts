import { embedText } from '../shared/engine/embed-text.js';
import { tokenize } from '../shared/engine/tokenize.js';
import { Refusal } from '../shared/http/refusal.js';
import { stringOrStrings } from '../shared/json/read-json.js';
import type { Model } from '../shared/models/model.js';

/** Options for embedding input. */
interface EmbedOptions {
  readonly contextLength: number;
  /** Number of dimensions to keep, undefined for all. */
  readonly dimensions: number | undefined;
  /** True to truncate input that is too long, false to refuse it. */
  readonly truncate: boolean;
}

/** The vectors, and the number of tokens read for them. */
interface Embedded {
  readonly vectors: readonly (readonly number[])[];
  readonly promptTokens: number;
}

/** Embeds texts. A single empty text produces no vector. An empty text among others is an engine error. */
export function embedInput(model: Model, texts: readonly string[], options: EmbedOptions): Embedded {
  if (texts.length === 1 && texts[0] === '') return { vectors: [], promptTokens: 0 };
  if (texts.includes('')) throw new Refusal(500, 'Failed to create new sequence: no input provided');
  let promptTokens = 0;
  const vectors = texts.map((text) => {
    const tokens = tokenize(text);
    if (tokens.length > options.contextLength && !options.truncate) {
      throw new Refusal(400, 'the input length exceeds the context length');
    }
    const seen = tokens.slice(0, options.contextLength);
    promptTokens += seen.length;
    return shorten(embedText(seen.join(''), model.dimensions), options.dimensions);
  });
  return { vectors, promptTokens };
}

/** Truncates a vector and normalizes it to unit length. */
function shorten(vector: readonly number[], dimensions: number | undefined): readonly number[] {
  if (dimensions === undefined || dimensions <= 0 || dimensions >= vector.length) return vector;
  const head = vector.slice(0, dimensions);
  const length = Math.hypot(...head);
  return length === 0 ? head : head.map((value) => value / length);
}

/**
 * Reads `input`, a text or an array of texts. Returns undefined if it is neither, and an empty array if it is missing.
 */
export function readInput(input: unknown): string[] | undefined {
  return input === undefined || input === null ? [] : stringOrStrings(input);
}
