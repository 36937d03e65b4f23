import { SseJsonDecoder, type CallOptions, type HttpClient, type PushSource } from '@lmux/core/provider';
import { checkedAnswer } from '../decode/checked-answer.js';
import { ChunkFormat } from '../stream/chunk-format.js';
import { mendChoice } from './mend-choice.js';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from './wire.js';

const PATH = '/chat/completions';
const FORM = { object: 'chat.completion.chunk', mendChoice };

/** `POST /chat/completions`, answered whole. `prefix` goes before the path, for a client whose base URL ends earlier. */
export async function chatCompletions(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): Promise<ChatCompletion> {
  return checkedAnswer(await http.requestJson({ method: 'POST', path: prefix + PATH, body: request, options }));
}

/** `POST /chat/completions`, streamed. Sent when it is subscribed to. */
export function chatCompletionsSource(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): PushSource<ChatCompletionChunk> {
  const body = { ...request, stream: true };
  return http.requestStream<ChatCompletionChunk>(
    { method: 'POST', path: prefix + PATH, body, options },
    (emit, context) => new SseJsonDecoder(new ChunkFormat(emit, context, FORM), context),
  );
}
