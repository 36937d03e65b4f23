import type { CompletionResponse } from '@lmux/core/provider';
import type { CompletionEventWriterOptions, CompletionStreamEvent } from '@lmux/core/provider/streams';
import { CompletionStreamDecoder } from './completion-stream-decoder.js';
import type { TextCompletion } from './wire.js';

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
