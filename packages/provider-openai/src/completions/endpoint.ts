import type { CallOptions, HttpCall, HttpClient } from '@lmux/core/provider';
import {
  SseJsonDecoder,
  type CompletionEventWriterOptions,
  type CompletionStreamEvent,
  type PushSource,
} from '@lmux/core/provider/streams';
import { ChunkFormat, requestedChoices } from '../decode/chunk-format.js';
import { readCompletion } from '../decode/read-completion.js';
import type { StreamCall } from '../encode/stream-call.js';
import { COMPLETION_CHUNK, CompletionStreamDecoder } from './completion-stream-decoder.js';
import type { TextCompletion, TextCompletionChunk, TextCompletionRequest } from './wire.js';

const PATH = '/completions';

/** Sends `POST /completions` without streaming. `prefix` is put before the path, for a client whose base URL ends before `/v1`. */
export async function textCompletions(
  http: HttpClient,
  request: TextCompletionRequest,
  options?: CallOptions,
  prefix = '',
): Promise<TextCompletion> {
  const response = await http.requestJson({ method: 'POST', path: prefix + PATH, body: request, options });
  return readCompletion(response) as TextCompletion;
}

/** Returns a source of the chunks of a streamed `POST /completions`. The request is sent on subscription. */
export function textCompletionsSource(
  http: HttpClient,
  request: TextCompletionRequest,
  options?: CallOptions,
  prefix = '',
): PushSource<TextCompletionChunk> {
  return http.requestStream<TextCompletionChunk>(
    encodeStreamCall({ request, options, prefix }),
    (emit, context) =>
      new SseJsonDecoder(
        new ChunkFormat({ push: emit }, context, COMPLETION_CHUNK, requestedChoices(request)),
        context,
      ),
  );
}

/** Returns a source of the contract's events of a streamed `POST /completions`. The request is sent on subscription. */
export function completionEventSource(
  http: HttpClient,
  call: StreamCall<TextCompletionRequest>,
  about: Omit<CompletionEventWriterOptions, 'emit'>,
): PushSource<CompletionStreamEvent> {
  return http.requestStream<CompletionStreamEvent>(encodeStreamCall(call), (emit, context) => {
    const decoder = new CompletionStreamDecoder({ ...about, emit });
    return new SseJsonDecoder(
      new ChunkFormat(decoder, context, COMPLETION_CHUNK, requestedChoices(call.request)),
      context,
    );
  });
}

function encodeStreamCall({ request, options, prefix = '', resume }: StreamCall<TextCompletionRequest>): HttpCall {
  return { method: 'POST', path: prefix + PATH, body: { ...request, stream: true }, options, resume };
}
