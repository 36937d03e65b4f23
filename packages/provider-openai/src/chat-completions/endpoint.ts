import type { CallOptions, HttpCall, HttpClient } from '@lmux/core/provider';
import { SseJsonDecoder, type PushSource, type StreamEvent } from '@lmux/core/provider/streams';
import { readCompletion } from '../decode/read-completion.js';
import type { StreamCall } from '../encode/stream-call.js';
import { ChatChunkFormat } from './chat-chunk-format.js';
import { ChatEventFormat } from './chat-event-format.js';
import type { ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from './wire.js';

const PATH = '/chat/completions';

/** `POST /chat/completions`, with a whole response. `prefix` goes before the path, for a client whose base URL ends earlier. */
export async function chatCompletions(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): Promise<ChatCompletion> {
  const response = await http.requestJson({ method: 'POST', path: prefix + PATH, body: request, options });
  return readCompletion(response) as ChatCompletion;
}

/** `POST /chat/completions`, streamed, as its chunks. Sent when it is subscribed to. */
export function chatCompletionsSource(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): PushSource<ChatCompletionChunk> {
  return http.requestStream<ChatCompletionChunk>(
    encodeStreamCall({ request, options, prefix }),
    (emit, context) => new SseJsonDecoder(new ChatChunkFormat(emit, context), context),
  );
}

/** A chat whose response is streamed. */
export type ChatStreamCall = StreamCall<ChatCompletionRequest>;

/** `POST /chat/completions`, streamed, as the contract's events. Sent when it is subscribed to. */
export function chatEventSource(
  http: HttpClient,
  call: ChatStreamCall,
  about: Omit<ChatStreamDecoderOptions, 'emit'>,
): PushSource<StreamEvent> {
  return http.requestStream<StreamEvent>(
    encodeStreamCall(call),
    (emit, context) => new SseJsonDecoder(new ChatEventFormat({ ...about, emit }, context), context),
  );
}

function encodeStreamCall({ request, options, prefix = '', resume }: StreamCall<ChatCompletionRequest>): HttpCall {
  return { method: 'POST', path: prefix + PATH, body: { ...request, stream: true }, options, resume };
}
