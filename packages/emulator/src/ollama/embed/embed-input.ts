import { Refusal } from '../../shared/http/refusal.js';
import { embedText } from '../../shared/engine/embed-text.js';
import type { Model } from '../../shared/models/model.js';
import { tokenize } from '../../shared/engine/tokenize.js';

/** How input is embedded. */
interface EmbedWishes {
  readonly contextLength: number;
  /** Fewer dimensions than the model has; undefined for all. */
  readonly dimensions: number | undefined;
  /** Whether input that is too long is cut; else it is refused. */
  readonly truncate: boolean;
}

/** Vectors, and how many tokens were read for them. */
interface Embedded {
  readonly vectors: readonly (readonly number[])[];
  readonly promptTokens: number;
}

/** Embeds texts. One empty text gives no vector at all; an empty one among others is an error of the engine. */
export function embedInput(model: Model, texts: readonly string[], wishes: EmbedWishes): Embedded {
  if (texts.length === 1 && texts[0] === '') return { vectors: [], promptTokens: 0 };
  if (texts.includes('')) throw new Refusal(500, 'Failed to create new sequence: no input provided');
  let promptTokens = 0;
  const vectors = texts.map((text) => {
    const tokens = tokenize(text);
    if (tokens.length > wishes.contextLength && !wishes.truncate) {
      throw new Refusal(400, 'the input length exceeds the context length');
    }
    const seen = tokens.slice(0, wishes.contextLength);
    promptTokens += seen.length;
    return shorten(embedText(seen.join(''), model.dimensions), wishes.dimensions);
  });
  return { vectors, promptTokens };
}

/** The first places of a vector, again of unit length. */
function shorten(vector: readonly number[], dimensions: number | undefined): readonly number[] {
  if (dimensions === undefined || dimensions <= 0 || dimensions >= vector.length) return vector;
  const head = vector.slice(0, dimensions);
  const length = Math.hypot(...head);
  return length === 0 ? head : head.map((value) => value / length);
}

/** `input`: a text or an array of texts; undefined when it is neither. Nothing given is no text. */
export function readInput(input: unknown): string[] | undefined {
  if (input === undefined || input === null) return [];
  const list = Array.isArray(input) ? input : [input];
  const texts = list.filter((text) => typeof text === 'string');
  return texts.length === list.length ? texts : undefined;
}
