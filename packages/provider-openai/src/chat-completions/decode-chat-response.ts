import type { ChatResponse } from '@lmux/core/provider';
import type { ChatEventWriterOptions, StreamEvent } from '@lmux/core/provider/streams';
import { ChatStreamDecoder } from './chat-stream-decoder.js';
import { deltaOf } from './normalize-choice.js';
import type { ChatCompletion, ChatCompletionChunk } from './wire.js';

/** A whole answer as the only chunk of a stream. */
function asChunk(answer: ChatCompletion): ChatCompletionChunk {
  const choices = answer.choices.map((choice) => ({ ...choice, delta: deltaOf(choice) }));
  return { ...answer, object: 'chat.completion.chunk', choices };
}

/** A whole answer in the contract's words. It goes the way of a stream, so that both forms mean the same. */
export function decodeChatResponse(
  answer: ChatCompletion,
  options: Omit<ChatEventWriterOptions, 'emit'>,
): ChatResponse {
  let last: StreamEvent | undefined;
  const decoder = new ChatStreamDecoder({ ...options, emit: (event) => (last = event) });
  decoder.push(asChunk(answer));
  decoder.end();
  if (last?.type !== 'finish') throw new Error('A chat decoder ended without its finish event.');
  return { ...last.response, raw: answer };
}
