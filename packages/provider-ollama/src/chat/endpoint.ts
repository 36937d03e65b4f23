import type { CallOptions } from '@lmux/core/provider';
import type { PushSource } from '@lmux/core/provider/streams';
import { answerSource } from '../server/request-lines.js';
import { isObject, requestWith, type NativeApi } from '../server/native-api.js';
import type { OllamaChatRequest, OllamaChatResponse } from '../wire.js';

/** `POST /api/chat`, answered whole. */
export function chat(
  { http, root }: NativeApi,
  request: OllamaChatRequest,
  options?: CallOptions,
): Promise<OllamaChatResponse> {
  const body = { ...request, stream: false };
  return requestWith(http, { method: 'POST', path: `${root}/chat`, body, options }, 'message', isObject);
}

/** `POST /api/chat`, line by line. */
export function chatSource(
  api: NativeApi,
  request: OllamaChatRequest,
  options?: CallOptions,
): PushSource<OllamaChatResponse> {
  return answerSource(api, { path: '/chat', request, options });
}
