import type { ChatEventWriterOptions, ChatResponse, StreamEvent } from '@lmux/core/provider';
import { ChatStreamDecoder } from './chat-stream-decoder.js';
import { mendChoice } from './mend-choice.js';
import type { ChatChunkChoice, ChatCompletion, ChatCompletionChunk } from './wire.js';

/** A whole answer as the only chunk of a stream. */
function asChunk(answer: ChatCompletion): ChatCompletionChunk {
  const choices = answer.choices.map((choice) => {
    const copy = { ...choice } as unknown as ChatChunkChoice;
    mendChoice(copy, false);
    return copy;
  });
  return { ...answer, object: 'chat.completion.chunk', choices };
}

/** A whole answer in the contract's words. It goes the way of a stream, so that both forms mean the same. */
export function decodeChatResponse(
  answer: ChatCompletion,
  options: Omit<ChatEventWriterOptions, 'emit'>,
): ChatResponse {
  const events: StreamEvent[] = [];
  const decoder = new ChatStreamDecoder({ ...options, emit: (event) => void events.push(event) });
  decoder.push(asChunk(answer));
  decoder.end();
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('A chat decoder ended without its finish event.');
  return { ...last.response, raw: answer };
}
