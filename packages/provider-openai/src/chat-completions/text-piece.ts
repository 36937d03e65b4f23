/** What a chunk becomes that says a piece of text or of reasoning and is like the one before otherwise: nobody needs it whole. */
export class TextPiece {
  readonly text: string;
  readonly isReasoning: boolean;

  constructor(text: string, isReasoning: boolean) {
    this.text = text;
    this.isReasoning = isReasoning;
  }
}
