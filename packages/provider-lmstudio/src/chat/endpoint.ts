import type { CallOptions, HttpCall } from '@lmux/core/provider';
import type { PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { requestNative, type NativeApi } from '../server/native-api.js';
import { ChatEventFormat } from './chat-event-format.js';
import { ChatStreamBody } from './chat-stream-body.js';
import { ChatWireFormat } from './chat-wire-format.js';
import type { ChatStreamDecoderOptions } from './chat-stream-decoder.js';
import type { NativeChatEvent, NativeChatRequest, NativeChatResponse } from './wire.js';

/** `POST /api/v1/chat`, not streamed. */
export function chat(api: NativeApi, body: NativeChatRequest, options?: CallOptions): Promise<NativeChatResponse> {
  return requestNative(api, { method: 'POST', path: '/chat', body, options }, 'output', Array.isArray);
}

/**
 * `POST /api/v1/chat`, streamed, as its events on the wire. Sent when it is subscribed to. An `error` event goes through like any other;
 * the source fails with it after `chat.end`, or as soon as it is known that none will come.
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

/** The same as the contract's events. */
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
