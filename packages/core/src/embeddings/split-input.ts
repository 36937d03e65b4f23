import type { RouteLimits } from '../contract/capability.js';

/** A part of the texts of an embedding request. */
export interface InputPart {
  /** Index of the first text in the whole input. */
  readonly start: number;
  readonly texts: readonly string[];
}

/** Returns the number of bytes of a text in UTF-8. Not with `TextEncoder`, which would allocate as many bytes. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    // Each half of a surrogate pair counts two of the four bytes.
    const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
    bytes += unit < 0x800 || isSurrogate ? 1 : 2;
  }
  return bytes;
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
