import type { CompletionResponse } from '@lmux/core/provider';
import { readObject, readString } from '@lmux/core/provider/json';
import {
  CompletionEventWriter,
  decodeWhole,
  WriterDecoder,
  type CompletionEventWriterOptions,
  type CompletionStreamEvent,
} from '@lmux/core/provider/streams';
import type { ChunkForm } from '../decode/chunk-format.js';
import { learnFacts } from '../decode/learn-facts.js';
import { ChoiceIndexes } from '../decode/read-index.js';
import type { TextCompletion, TextCompletionChoice, TextCompletionChunk } from './wire.js';

/** Returns the text of a choice. Some servers send the delta or message of a chat here. */
function textOf(choice: unknown): string {
  const { text, delta, message } = readObject(choice);
  return readString(text ?? readObject(delta).content ?? readObject(message).content) ?? '';
}

/** The form of the chunks of text completions, and of complete responses. */
export const COMPLETION_CHUNK: ChunkForm = {
  object: 'text_completion',
  contentOf: (choice) => (textOf(choice) === '' ? undefined : 'output'),
};

/** Decodes the chunks of a text completion to the contract's events. */
export class CompletionStreamDecoder extends WriterDecoder<TextCompletionChunk, CompletionEventWriter> {
  readonly #collects: boolean;
  #indexes: ChoiceIndexes | undefined;

  constructor(options: CompletionEventWriterOptions) {
    super(new CompletionEventWriter(options));
    this.#collects = options.collect !== false;
  }

  push(chunk: TextCompletionChunk): void {
    const { writer } = this;
    writer.start(typeof chunk.model === 'string' ? chunk.model : undefined);
    const choice = this.#firstOf(chunk.choices);
    if (choice !== undefined) writer.text(textOf(choice));
    learnFacts(writer.facts, chunk, choice?.finish_reason, this.#collects);
  }

  /** Returns the choice with index 0, the only one that the contract supports. An `n` above 1 is for the wire client. */
  #firstOf(choices: readonly TextCompletionChoice[]): TextCompletionChoice | undefined {
    const indexes = (this.#indexes ??= new ChoiceIndexes((warning) => this.warn(warning)));
    let first: TextCompletionChoice | undefined;
    let position = 0;
    for (const choice of choices) {
      if (indexes.of(choice, position++) === 0) first ??= choice;
    }
    return first;
  }
}

/** Decodes a complete response to a `CompletionResponse`. Uses the stream decoder, so that both kinds of responses are read alike. */
export function decodeCompletionResponse(
  response: TextCompletion,
  options: Omit<CompletionEventWriterOptions, 'emit'>,
): CompletionResponse {
  const decoded = decodeWhole<TextCompletionChunk, CompletionStreamEvent>(
    [response],
    (emit) => new CompletionStreamDecoder({ ...options, emit }),
  );
  return { ...decoded, raw: response };
}
