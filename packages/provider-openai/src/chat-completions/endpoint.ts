import type { CallOptions, HttpCall, HttpClient } from '@lmux/core/provider';
import { SseJsonDecoder, type PushSource, type StreamEvent } from '@lmux/core/provider/streams';
import { requestedChoices } from '../decode/chunk-format.js';
import { readCompletion } from '../decode/read-completion.js';
import type { StreamCall } from '../encode/stream-call.js';
import { ChatChunkFormat } from './chat-chunk-format.js';
import { ChatEventFormat } from './chat-event-format.js';
import type { ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from './wire.js';

const PATH = '/chat/completions';

/** Sends `POST /chat/completions` without streaming. `prefix` is put before the path, for a client whose base URL ends before `/v1`. */
export async function chatCompletions(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): Promise<ChatCompletion> {
  const response = await http.requestJson({ method: 'POST', path: prefix + PATH, body: request, options });
  return readCompletion(response) as ChatCompletion;
}

/** Returns a source of the chunks of a streamed `POST /chat/completions`. The request is sent on subscription. */
export function chatCompletionsSource(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): PushSource<ChatCompletionChunk> {
  return http.requestStream<ChatCompletionChunk>(
    encodeStreamCall({ request, options, prefix }),
    (emit, context) => new SseJsonDecoder(new ChatChunkFormat(emit, context, requestedChoices(request)), context),
  );
}

/** A call of `POST /chat/completions` with a streamed response. */
export type ChatStreamCall = StreamCall<ChatCompletionRequest>;

/** Returns a source of the contract's events of a streamed `POST /chat/completions`. The request is sent on subscription. */
export function chatEventSource(
  http: HttpClient,
  call: ChatStreamCall,
  about: Omit<ChatStreamDecoderOptions, 'emit' | 'request'>,
): PushSource<StreamEvent> {
  const { request } = call;
  return http.requestStream<StreamEvent>(
    encodeStreamCall(call),
    (emit, context) => new SseJsonDecoder(new ChatEventFormat({ ...about, request, emit }, context), context),
  );
}

function encodeStreamCall({ request, options, prefix = '', resume }: StreamCall<ChatCompletionRequest>): HttpCall {
  return { method: 'POST', path: prefix + PATH, body: { ...request, stream: true }, options, resume };
}
