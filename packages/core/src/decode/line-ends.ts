/** Finds the ends of the lines of a text. Each character is searched once, also if only one of the two kinds of ends occurs. */
export class LineEnds {
  readonly #text: string;
  #lineFeed = -1;
  #carriageReturn = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns the offset of the next line feed or carriage return, or the length of the text. Offsets must not decrease. */
  next(from: number): number {
    if (this.#lineFeed < from) this.#lineFeed = indexOrEnd(this.#text, '\n', from);
    if (this.#carriageReturn < from) this.#carriageReturn = indexOrEnd(this.#text, '\r', from);
    return Math.min(this.#lineFeed, this.#carriageReturn);
  }
}

function indexOrEnd(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from);
  return at === -1 ? text.length : at;
}
