import type { CallOptions, HttpClient } from '@lmux/core/provider';
import { SseJsonDecoder, type PushSource } from '@lmux/core/provider/streams';
import { checkedAnswer } from '../decode/checked-answer.js';
import { ChunkFormat, type ChunkForm } from '../stream/chunk-format.js';
import type { TextCompletion, TextCompletionChunk, TextCompletionRequest } from './wire.js';

const PATH = '/completions';
/** A piece and a whole have the same form here. */
const FORM: ChunkForm<TextCompletionChunk> = { object: 'text_completion', mendChoice() {} };

/** `POST /completions`, answered whole. `prefix` goes before the path, for a client whose base URL ends earlier. */
export async function textCompletions(
  http: HttpClient,
  request: TextCompletionRequest,
  options?: CallOptions,
  prefix = '',
): Promise<TextCompletion> {
  return checkedAnswer(await http.requestJson({ method: 'POST', path: prefix + PATH, body: request, options }));
}

/** `POST /completions`, streamed. Sent when it is subscribed to. */
export function textCompletionsSource(
  http: HttpClient,
  request: TextCompletionRequest,
  options?: CallOptions,
  prefix = '',
): PushSource<TextCompletionChunk> {
  const body = { ...request, stream: true };
  return http.requestStream<TextCompletionChunk>(
    { method: 'POST', path: prefix + PATH, body, options },
    (emit, context) => new SseJsonDecoder(new ChunkFormat(emit, context, FORM), context),
  );
}
