import { isObject, readArray, readObject, readString, readText } from '@lmux/core/provider/json';
import type { ChatEventWriter } from '@lmux/core/provider/streams';
import type { RawOutput } from './raw-output.js';
import { REASONING_PARTS, REASONING_TEXTS } from './state-fields.js';

/** A delta of unknown content. `ChatDelta` is what servers should send, so every field is checked before it is used. */
export type Delta = Readonly<Record<string, unknown>>;

/** Receives the text of a choice. */
type TextReceiver = Pick<ChatEventWriter, 'text' | 'reasoning' | 'refusal'>;

/** Returns the text of OpenRouter's `reasoning_details`. Encrypted parts contain no text. */
function fromDetails(details: unknown): string {
  const texts = readArray(details).map((detail) => {
    const { text, summary } = readObject(detail);
    return readString(text) ?? readString(summary) ?? '';
  });
  return texts.join('');
}

/**
 * Returns the reasoning in a delta or a message, from the first field that has any. Servers that fill two fields send the same text in
 * both. `<think>` tags stay in the text: a model may write them as text, a chunk boundary may split a tag, and a server that leaves them
 * in was configured that way (LM Studio and llama.cpp can separate them).
 */
function reasoningIn(delta: Delta): string {
  for (const name of REASONING_TEXTS) {
    const text = readText(delta[name]);
    if (text !== undefined) return text;
  }
  return delta.reasoning_details === undefined ? '' : fromDetails(delta.reasoning_details);
}

function textOf(part: unknown): string {
  return readString(part) ?? readString(readObject(part).text) ?? '';
}

/** Returns the text of a reasoning part: a string, or a list of parts. */
function thoughtOf(value: unknown): string {
  return Array.isArray(value) ? value.map((piece) => textOf(piece)).join('') : textOf(value);
}

/**
 * Writes content that is a list of parts: text, refusals, and reasoning as `thinking` (Mistral) or `summary` (Databricks), which is a string
 * or another list of parts. Other parts, such as Mistral's `reference`, are raw output.
 */
function writeParts(writer: TextReceiver, parts: readonly unknown[], output: RawOutput): void {
  for (const part of parts) {
    const { type, thinking, summary, refusal } = readObject(part);
    const text = textOf(part);
    if (REASONING_PARTS.has(type)) writer.reasoning(thoughtOf(thinking ?? summary ?? text));
    else if (type === 'refusal') writer.refusal(readString(refusal) ?? text);
    else if (text !== '') writer.text(text);
    else if (isObject(part) && type !== 'text') output.part(part);
  }
}

/** Writes the text and the refusal of a delta whose content is not a list of parts. */
export function writePlainText(writer: TextReceiver, { content, refusal }: Delta): void {
  if (typeof content === 'string' && content !== '') writer.text(content);
  if (typeof refusal === 'string') writer.refusal(refusal);
}

/** Writes the reasoning, the text and the refusal of a delta. */
export function writeText(writer: TextReceiver, delta: Delta, output: RawOutput): void {
  const reasoning = reasoningIn(delta);
  if (reasoning !== '') writer.reasoning(reasoning);
  if (Array.isArray(delta.content)) writeParts(writer, delta.content, output);
  writePlainText(writer, delta);
}

/** The kinds of text in a choice. */
const TEXT_KINDS = ['reasoning', 'text', 'refusal'] as const;
type TextKind = (typeof TEXT_KINDS)[number];

/**
 * The text of choices other than the first. It is held until the end, because the first may still send text. A kind of text that the first
 * choice has sent is not held.
 */
export class HeldText {
  readonly #writer: ChatEventWriter;
  readonly #choices = new Map<number, Record<TextKind, string>>();

  constructor(writer: ChatEventWriter) {
    this.#writer = writer;
  }

  /** Returns the receiver for the text of a choice. */
  of(index: number): TextReceiver {
    const held = this.#choices.get(index) ?? { text: '', reasoning: '', refusal: '' };
    this.#choices.set(index, held);
    const hold =
      (kind: TextKind) =>
      (delta: string): void => {
        held[kind] = this.#writer.has(kind) ? '' : held[kind] + delta;
      };
    return { text: hold('text'), reasoning: hold('reasoning'), refusal: hold('refusal') };
  }

  /** Writes the texts that are missing so far. */
  write(): void {
    const { reasoning = '', text = '', refusal = '' } = this.missing();
    this.#writer.reasoning(reasoning);
    this.#writer.text(text);
    this.#writer.refusal(refusal);
  }

  /** Returns each kind of text that the writer lacks, from the next choice that has it. */
  missing(): Partial<Record<TextKind, string>> {
    const held = [...this.#choices.values()];
    const found = TEXT_KINDS.flatMap((kind) => {
      const text = held.find((choice) => choice[kind] !== '')?.[kind];
      return text === undefined || this.#writer.has(kind) ? [] : [[kind, text] as const];
    });
    return Object.fromEntries(found);
  }
}
