import type { CallOptions, HttpCall } from '@lmux/core/provider';
import type { PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { requestNative, type NativeApi } from '../server/native-api.js';
import { ChatEventFormat } from './chat-event-format.js';
import { ChatStreamBody } from './chat-stream-body.js';
import { ChatWireFormat } from './chat-wire-format.js';
import type { ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import type { NativeChatEvent, NativeChatRequest, NativeChatResponse } from './wire.js';

/** Sends `POST /api/v1/chat` without streaming. */
export function chat(api: NativeApi, body: NativeChatRequest, options?: CallOptions): Promise<NativeChatResponse> {
  return requestNative(api, { method: 'POST', path: '/chat', body, options }, 'output', Array.isArray);
}

/**
 * Returns a source of the wire events of a streamed `POST /api/v1/chat`. The request is sent on subscription. An `error` event is emitted
 * like any other. The source fails with that error after `chat.end`, or when the stream ends without it.
 */
export function chatSource(
  api: NativeApi,
  request: NativeChatRequest,
  options?: CallOptions,
): PushSource<NativeChatEvent> {
  return api.http.requestStream<NativeChatEvent>(
    streamCall(api, request, options),
    (emit, context) => new ChatStreamBody(new ChatWireFormat({ push: emit }, context), context),
  );
}

/** Returns a source of the contract's events of a streamed `POST /api/v1/chat`. The request is sent on subscription. */
export function chatEventSource(
  api: NativeApi,
  request: NativeChatRequest,
  options: CallOptions | undefined,
  about: Omit<ChatStreamDecoderOptions, 'emit'>,
): PushSource<StreamEvent> {
  return api.http.requestStream<StreamEvent>(
    streamCall(api, request, options),
    (emit, context) => new ChatStreamBody(new ChatEventFormat({ ...about, emit }, context), context),
  );
}

function streamCall({ root }: NativeApi, request: NativeChatRequest, options: CallOptions | undefined): HttpCall {
  return { method: 'POST', path: `${root}/chat`, body: { ...request, stream: true }, options };
}
