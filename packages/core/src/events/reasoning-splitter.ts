import { TagMatcher, type TagPair } from './reasoning-tag-matcher.js';

/** Receives the pieces of a text that was split. No piece is empty. */
export interface SplitReceiver {
  text(piece: string): void;
  reasoning(piece: string): void;
}

/**
 * The part of the text that is being read. `opened` is the beginning of a text that starts inside the reasoning. `start` is where reasoning may
 * begin: nothing but whitespace has come since the beginning of the text or the last tag.
 */
type State = 'opened' | 'start' | 'reasoning' | 'text';

/**
 * Splits a text that arrives in pieces into text and reasoning. The result does not depend on the pieces.
 *
 * Whitespace around reasoning is removed, as llama.cpp does when it separates the reasoning. It is held back until the next character. Of other text, at most a part of a tag is held back. A closing tag without an opening one is removed at the beginning of the text:
 * servers that separate the reasoning may leave it there (aula-id/koma pull request 63).
 */
export class ReasoningSplitter {
  readonly #receiver: SplitReceiver;
  /** The tags that are recognized where reasoning may begin. `undefined` stands for a closing tag. */
  readonly #starts: TagMatcher<TagPair | undefined>;
  /** The opening tags that are recognized after other text. */
  readonly #later: TagMatcher<TagPair> | undefined;
  /** The closing tag of the current reasoning. */
  #close: TagMatcher<undefined> | undefined;
  #state: State = 'start';
  /** The end of the text so far that may be the beginning of a tag. */
  #held = '';
  /** The whitespace before `#held`. A rope, which is flattened once. */
  #blank = '';
  /** True if whitespace before the next text belongs to the text. */
  #keepsBlank = true;
  /** True if the text so far ends with a character other than whitespace. */
  #endsInWord = false;
  /** True if the current reasoning has content. */
  #hasContent = false;
  /** True if the next reasoning needs a line break before it, because there was reasoning before. */
  #separates = false;
  #changed = false;

  constructor(pairs: readonly TagPair[], receiver: SplitReceiver) {
    this.#receiver = receiver;
    this.#starts = new TagMatcher([
      ...pairs.map((pair) => ({ tag: pair.open, value: pair })),
      ...pairs.map(({ close }) => ({ tag: close, value: undefined })),
    ]);
    const later = pairs.filter(({ anywhere }) => anywhere);
    if (later.length > 0) this.#later = new TagMatcher(later.map((pair) => ({ tag: pair.open, value: pair })));
    const started = pairs.find(({ startsOpen }) => startsOpen);
    if (started === undefined) return;
    this.#open(started);
    this.#state = 'opened';
  }

  /** True if a tag was found, or if the text started inside the reasoning. The text differs then. */
  get changed(): boolean {
    return this.#changed;
  }

  /** True while the text is inside the reasoning. */
  get isOpen(): boolean {
    return this.#state === 'opened' || this.#state === 'reasoning';
  }

  /** True if everything that follows is text. It need not be passed through the splitter any more. */
  get isDone(): boolean {
    return this.#state === 'text' && this.#later === undefined;
  }

  /** Reports reasoning that the server has separated itself. If no text came before, the text does not start inside the reasoning. */
  sawReasoning(): void {
    this.#separates = true;
    if (this.#state !== 'opened' || this.#held !== '') return;
    this.#state = 'start';
    this.#changed = false;
  }

  /** Splits the next piece of the text. */
  push(piece: string): void {
    this.#run(this.#held + piece, false);
  }

  /** Ends the text. Whatever was held back is passed on. */
  end(): void {
    this.#run(this.#held, true);
    // Whitespace at the end of reasoning is removed, as before a closing tag.
    if (this.#state === 'start' && this.#keepsBlank) this.#emitText('');
    this.#blank = '';
  }

  #run(text: string, ended: boolean): void {
    this.#held = '';
    let rest: string | undefined = text;
    while (rest !== undefined && rest !== '') rest = this.#step(rest, ended);
  }

  /** Reads up to the next tag. Returns what follows it, if anything does. */
  #step(text: string, ended: boolean): string | undefined {
    if (this.#state === 'text') return this.#readText(text, ended);
    return this.#state === 'reasoning' ? this.#readReasoning(text, ended) : this.#readStart(text, ended);
  }

  #readStart(text: string, ended: boolean): string | undefined {
    const rest = text.trimStart();
    this.#blank += text.slice(0, text.length - rest.length);
    if (rest === '') return undefined;
    const match = this.#starts.at(rest, 0, ended);
    if (match?.kind === 'partial') return this.#hold(rest);
    if (match?.value !== undefined) this.#open(match.value);
    else if (match !== undefined) this.#leave();
    else if (this.#state === 'opened') this.#enter('reasoning');
    else this.#enter('text');
    return match === undefined ? rest : rest.slice(match.end);
  }

  #readReasoning(text: string, ended: boolean): string | undefined {
    const match = this.#close?.find(text, ended);
    const content = match === undefined ? text : text.slice(0, match.index);
    const body = content.trimEnd();
    if (body === '') this.#blank += content;
    else {
      this.#emitReasoning(body);
      this.#blank = content.slice(body.length);
    }
    if (match === undefined) return undefined;
    if (match.kind === 'partial') return this.#hold(text.slice(match.index));
    this.#leave();
    return text.slice(match.end);
  }

  #readText(text: string, ended: boolean): string | undefined {
    const match = this.#later?.find(text, ended);
    this.#emitText(match === undefined ? text : text.slice(0, match.index));
    if (match === undefined) return undefined;
    if (match.kind === 'partial') return this.#hold(text.slice(match.index));
    this.#open(match.value);
    return text.slice(match.end);
  }

  #hold(text: string): undefined {
    this.#held = text;
    return undefined;
  }

  #enter(state: State): void {
    this.#state = state;
    if (state === 'reasoning' || !this.#keepsBlank) this.#blank = '';
  }

  #open({ close }: TagPair): void {
    this.#changed = true;
    this.#close = new TagMatcher([{ tag: close, value: undefined }]);
    this.#hasContent = false;
    this.#enter('reasoning');
  }

  /** Handles a closing tag. */
  #leave(): void {
    this.#changed = true;
    this.#separates ||= this.#hasContent;
    this.#hasContent = false;
    this.#blank = '';
    this.#keepsBlank = this.#endsInWord;
    this.#enter('start');
  }

  #emitReasoning(body: string): void {
    const piece = this.#hasContent ? this.#blank + body : body.trimStart();
    const isFirst = !this.#hasContent;
    this.#hasContent = true;
    this.#receiver.reasoning(isFirst && this.#separates ? `\n${piece}` : piece);
  }

  #emitText(text: string): void {
    const piece = this.#blank + text;
    this.#blank = '';
    if (piece === '') return;
    this.#endsInWord = this.#later !== undefined && piece.trimEnd().length === piece.length;
    this.#receiver.text(piece);
  }
}
