import type { ChatResponse } from '@lmux/core/provider';
import { decodeWhole, type StreamEvent } from '@lmux/core/provider/streams';
import { ChatStreamDecoder, type ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import { deltaOf } from './normalize-choice.js';
import type { ChatCompletion, ChatCompletionChunk, ChatDelta } from './wire.js';

/** Returns a complete response as the only chunk of a stream. */
function asChunk(response: ChatCompletion): ChatCompletionChunk {
  const choices = response.choices.map((choice) => ({ ...choice, delta: deltaOf(choice) as ChatDelta }));
  return { ...response, object: 'chat.completion.chunk', choices };
}

/** Decodes a complete response to a `ChatResponse`. Uses the stream decoder, so that both kinds of responses are read alike. */
export function decodeChatResponse(
  response: ChatCompletion,
  options: Omit<ChatStreamDecoderOptions, 'emit'>,
): ChatResponse {
  const decoded = decodeWhole<ChatCompletionChunk, StreamEvent>(
    [asChunk(response)],
    (emit) => new ChatStreamDecoder({ ...options, emit }),
  );
  return { ...decoded, raw: response };
}
