import type { ChatResponse } from '@lmux/core/provider';
import type { StreamEvent } from '@lmux/core/provider/streams';
import { NativeStreamDecoder, type NativeDecoderOptions } from './chat-stream-decoder.js';
import type { NativeChatResponse } from './wire.js';

/** A whole answer in the contract's words. It goes the way of a stream, so that both forms mean the same. */
export function decodeResponse(answer: NativeChatResponse, options: Omit<NativeDecoderOptions, 'emit'>): ChatResponse {
  const events: StreamEvent[] = [];
  const decoder = new NativeStreamDecoder({ ...options, emit: (event) => void events.push(event) });
  decoder.push({ type: 'chat.end', result: answer });
  decoder.end();
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('A chat decoder ended without its finish event.');
  return last.response;
}
