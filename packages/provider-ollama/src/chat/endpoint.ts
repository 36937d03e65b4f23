import type { CallOptions } from '@lmux/core/provider';
import { isObject } from '@lmux/core/provider/json';
import type { PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { EventLineFormat, WireLineFormat } from '../decode/line-format.js';
import { requestNative, type NativeApi } from '../server/native-api.js';
import { requestLines } from '../server/request-lines.js';
import type { ChatStreamDecoder } from './chat-stream-decoder.js';
import type { OllamaChatRequest, OllamaChatResponse } from './wire.js';

/** Sends `POST /api/chat` without streaming. */
export function chat(api: NativeApi, request: OllamaChatRequest, options?: CallOptions): Promise<OllamaChatResponse> {
  const body = { ...request, stream: false };
  return requestNative(api, { method: 'POST', path: '/chat', body, options }, 'message', isObject);
}

/** Sends `POST /api/chat` and emits the response line by line. */
export function chatSource(
  api: NativeApi,
  request: OllamaChatRequest,
  options?: CallOptions,
): PushSource<OllamaChatResponse> {
  return requestLines(api, { path: '/chat', request, options }, (emit) => new WireLineFormat({ push: emit }));
}

/** Sends `POST /api/chat` and emits the contract's events. */
export function chatEventSource(
  api: NativeApi,
  request: OllamaChatRequest,
  options: CallOptions | undefined,
  createDecoder: (emit: (event: StreamEvent) => void) => ChatStreamDecoder,
): PushSource<StreamEvent> {
  return requestLines(api, { path: '/chat', request, options }, (emit) => new EventLineFormat(createDecoder(emit)));
}
