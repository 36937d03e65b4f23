import type { RouteLimits } from '../contract/capability.js';
import { utf8Length } from '../json/utf8-length.js';

/** A part of the texts of an embedding request. */
export interface InputPart {
  /** Index of the first text in the whole input. */
  readonly start: number;
  readonly texts: readonly string[];
}

/** Splits texts into parts that are within the limits. A single text that is larger than `embedBytes` becomes a part of its own. */
export function splitInput(
  texts: readonly string[],
  { embedInputs = Infinity, embedBytes = Infinity }: Pick<RouteLimits, 'embedInputs' | 'embedBytes'>,
): InputPart[] {
  const parts: InputPart[] = [];
  let start = 0;
  let size = 0;
  for (const [index, text] of texts.entries()) {
    const bytes = embedBytes === Infinity ? 0 : utf8Length(text);
    if (index > start && (index - start >= embedInputs || size + bytes > embedBytes)) {
      parts.push({ start, texts: texts.slice(start, index) });
      start = index;
      size = 0;
    }
    size += bytes;
  }
  parts.push({ start, texts: texts.slice(start) });
  return parts;
}
