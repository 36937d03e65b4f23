import { ApiError, type ChatResponse, type CompletionResponse } from '@lmux/core/provider';
import {
  readErrorBody,
  SseJsonDecoder,
  type ResponseContext,
  type CompletionStreamEvent,
  type StreamEvent,
} from '@lmux/core/provider/streams';
import { ChatEventFormat } from '../src/chat-completions/chat-event-format.js';
import type { ChatCompletionRequest } from '../src/chat-completions/wire.js';
import { COMPLETION_CHUNK, CompletionStreamDecoder } from '../src/completions/completion-stream-decoder.js';
import { ChunkFormat } from '../src/decode/chunk-format.js';
import { sseOf } from '@lmux/test-support';

const CONTEXT: ResponseContext = {
  mediaType: 'text/event-stream',
  limits: { maxBodyBytes: 1 << 26, maxStreamBytes: 1e9, maxEventBytes: 1 << 24 },
  apiError: (body) => new ApiError('server_error', readErrorBody(body)?.message ?? '', { status: 200 }),
  apiErrorFromText: (body) => new ApiError('server_error', body, { status: 200 }),
  showText: (text) => text,
};

const ABOUT = { model: 'requested', route: 'openai', warnings: [] };

function counter(): () => string {
  let made = 0;
  return () => `made-${(made += 1)}`;
}

/** Pushes the pieces of a body through a decoder, and ends it unless the format has ended. */
function run(decoder: SseJsonDecoder, pieces: readonly Uint8Array[]): void {
  for (const piece of pieces) if (!decoder.done) decoder.push(piece);
  if (!decoder.done) decoder.end();
  decoder.finish();
}

/** Returns the events of a chat stream with these bytes. Throws the error of the stream. */
export function chatEvents(...pieces: Uint8Array[]): StreamEvent[] {
  return eventsOf(pieces, undefined);
}

function eventsOf(pieces: readonly Uint8Array[], request: ChatCompletionRequest | undefined): StreamEvent[] {
  const events: StreamEvent[] = [];
  const emit = (event: StreamEvent): void => void events.push(event);
  const options = { ...ABOUT, generateId: counter(), request, emit };
  run(new SseJsonDecoder(new ChatEventFormat(options, CONTEXT), CONTEXT), pieces);
  return events;
}

/** Returns the events of a text completion stream with these bytes. Throws the error of the stream. */
export function completionEvents(...pieces: Uint8Array[]): CompletionStreamEvent[] {
  const events: CompletionStreamEvent[] = [];
  const decoder = new CompletionStreamDecoder({ ...ABOUT, emit: (event) => void events.push(event) });
  run(new SseJsonDecoder(new ChunkFormat(decoder, CONTEXT, COMPLETION_CHUNK), CONTEXT), pieces);
  return events;
}

/** Returns the events of a stream whose connection is lost after these bytes, or `undefined` if it is incomplete. */
export function lostEvents(
  body: Uint8Array,
  requested: number,
  isChat: boolean,
): (StreamEvent | CompletionStreamEvent)[] | undefined {
  const events: (StreamEvent | CompletionStreamEvent)[] = [];
  const emit = (event: StreamEvent | CompletionStreamEvent): void => void events.push(event);
  const format = isChat
    ? new ChatEventFormat(
        { ...ABOUT, generateId: counter(), request: { model: 'm', messages: [], n: requested }, emit },
        CONTEXT,
      )
    : new ChunkFormat(new CompletionStreamDecoder({ ...ABOUT, emit }), CONTEXT, COMPLETION_CHUNK, requested);
  const decoder = new SseJsonDecoder(format, CONTEXT);
  decoder.push(body);
  try {
    if (!decoder.done) decoder.end();
  } catch {
    return undefined;
  }
  if (!decoder.isComplete()) return undefined;
  decoder.finish();
  return events;
}

/** Decodes a chat stream with these events. `request` are the fields of the request that the decoder reads. */
export function chatOf(
  values: readonly unknown[],
  end?: string,
  request: Partial<ChatCompletionRequest> = {},
): { events: StreamEvent[]; response: ChatResponse } {
  const events = eventsOf([Buffer.from(sseOf(values, end))], { model: 'requested', messages: [], ...request });
  return { events, response: finished(events) as ChatResponse };
}

/** Decodes a text completion stream with these events. */
export function completionOf(values: readonly unknown[]): CompletionResponse {
  return finished(completionEvents(Buffer.from(sseOf(values)))) as CompletionResponse;
}

function finished(events: readonly (StreamEvent | CompletionStreamEvent)[]): unknown {
  const last = events.at(-1);
  if (last?.type !== 'finish') throw new Error('no finish event');
  return last.response;
}
