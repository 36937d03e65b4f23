import type { CompletionResponse, IncomingJson } from '@lmux/core/provider';
import {
  CompletionEventWriter,
  type CompletionEventWriterOptions,
  type CompletionStreamEvent,
  type PartialResponse,
  type StreamDecoder,
} from '@lmux/core/provider/streams';
import { learnFacts } from '../decode/learn-facts.js';
import type { TextCompletion, TextCompletionChunk } from './wire.js';

/** The text in a choice; some servers send a chat's delta or message here too. */
function textOf(choice: IncomingJson): string {
  const text: unknown = choice.text ?? choice.delta?.content ?? choice.message?.content;
  return typeof text === 'string' ? text : '';
}

/** Chunks of a text completion to the contract's events. */
export class CompletionStreamDecoder implements StreamDecoder<TextCompletionChunk> {
  readonly #writer: CompletionEventWriter;

  constructor(options: CompletionEventWriterOptions) {
    this.#writer = new CompletionEventWriter(options);
  }

  push(chunk: TextCompletionChunk): void {
    const writer = this.#writer;
    writer.start(typeof chunk.model === 'string' ? chunk.model : undefined);
    const choice: IncomingJson = chunk.choices.find(({ index }) => typeof index !== 'number' || index === 0);
    if (choice !== undefined) writer.text(textOf(choice));
    learnFacts(writer.facts, chunk, choice?.finish_reason);
  }

  end(): void {
    this.#writer.finish();
  }

  stop(): void {
    this.#writer.stop();
  }

  partial(): PartialResponse {
    return this.#writer.partial();
  }
}

/** A whole answer in the contract's words. It goes the way of a stream, so that both forms mean the same. */
export function decodeCompletionResponse(
  answer: TextCompletion,
  options: Omit<CompletionEventWriterOptions, 'emit'>,
): CompletionResponse {
  const events: CompletionStreamEvent[] = [];
  const decoder = new CompletionStreamDecoder({ ...options, emit: (event) => void events.push(event) });
  decoder.push(answer);
  decoder.end();
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('A completion decoder ended without its finish event.');
  return { ...last.response, raw: answer };
}
