import type { CallOptions } from '@lmux/core/provider';
import type { PushSource } from '@lmux/core/provider/streams';
import { answerSource } from '../server/answer-source.js';
import { isText, requestWith, type NativeApi } from '../server/native-api.js';
import type { OllamaGenerateRequest, OllamaGenerateResponse } from '../wire.js';

/** How a call is made that is no answer of a model but a load. */
export type GenerateSettings = { readonly longRunning?: boolean; readonly safeToRetry?: boolean };

/** `POST /api/generate`, answered whole. */
export function generate(
  { http, root }: NativeApi,
  request: OllamaGenerateRequest,
  options?: CallOptions,
  settings: GenerateSettings = {},
): Promise<OllamaGenerateResponse> {
  const body = { ...request, stream: false };
  return requestWith(
    http,
    { method: 'POST', path: `${root}/generate`, body, options, ...settings },
    'response',
    isText,
  );
}

/** `POST /api/generate`, line by line. */
export function generateSource(
  api: NativeApi,
  request: OllamaGenerateRequest,
  options?: CallOptions,
): PushSource<OllamaGenerateResponse> {
  return answerSource(api, '/generate', { ...request, stream: true }, options);
}
