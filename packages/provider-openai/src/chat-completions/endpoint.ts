import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { SseJsonDecoder, type PushSource, type StreamResume } from '@lmux/core/provider/streams';
import { checkedAnswer } from '../decode/checked-answer.js';
import { ChunkFormat, type ChunkForm } from '../stream/chunk-format.js';
import { CHUNKS, PIECES } from './chunk-forms.js';
import type { TextPiece } from './text-piece.js';
import type { ChatCompletion, ChatCompletionChunk, ChatCompletionRequest } from './wire.js';

const PATH = '/chat/completions';

/** `POST /chat/completions`, answered whole. `prefix` goes before the path, for a client whose base URL ends earlier. */
export async function chatCompletions(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
): Promise<ChatCompletion> {
  return checkedAnswer(await http.requestJson({ method: 'POST', path: prefix + PATH, body: request, options }));
}

function source<Item>(
  form: ChunkForm<Item>,
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix = '',
  resume?: StreamResume,
): PushSource<Item> {
  const body = { ...request, stream: true };
  return http.requestStream<Item>(
    { method: 'POST', path: prefix + PATH, body, options, resume },
    (emit, context) => new SseJsonDecoder(new ChunkFormat(emit, context, form), context),
  );
}

/** `POST /chat/completions`, streamed. Sent when it is subscribed to. */
export function chatCompletionsSource(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix?: string,
): PushSource<ChatCompletionChunk> {
  return source(CHUNKS, http, request, options, prefix);
}

/** The same for a `ChatStreamDecoder`. `resume` is for servers that keep the answer. */
export function chatPiecesSource(
  http: HttpClient,
  request: ChatCompletionRequest,
  options?: CallOptions,
  prefix?: string,
  resume?: StreamResume,
): PushSource<ChatCompletionChunk | TextPiece> {
  return source(PIECES, http, request, options, prefix, resume);
}
