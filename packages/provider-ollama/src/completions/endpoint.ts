import type { CallOptions } from '@lmux/core/provider';
import type { CompletionStreamEvent, PushSource } from '@lmux/core/provider/streams';
import { EventLineFormat, WireLineFormat } from '../decode/line-format.js';
import { requestNative, type CallSettings, type NativeApi } from '../server/native-api.js';
import { requestLines } from '../server/request-lines.js';
import type { CompletionStreamDecoder } from './completion-stream-decoder.js';
import type { OllamaGenerateRequest, OllamaGenerateResponse } from './wire.js';

/** Sends `POST /api/generate` without streaming. */
export function generate(
  api: NativeApi,
  request: OllamaGenerateRequest,
  options?: CallOptions,
  settings?: CallSettings,
): Promise<OllamaGenerateResponse> {
  const call = {
    ...settings,
    method: 'POST',
    path: '/generate',
    body: { ...request, stream: false },
    options,
  } as const;
  return requestNative(api, call, 'response', (value) => typeof value === 'string');
}

/** Sends `POST /api/generate` and emits the response line by line. */
export function generateSource(
  api: NativeApi,
  request: OllamaGenerateRequest,
  options?: CallOptions,
): PushSource<OllamaGenerateResponse> {
  return requestLines(api, { path: '/generate', request, options }, (emit) => new WireLineFormat({ push: emit }));
}

/** Sends `POST /api/generate` and emits the contract's events. */
export function completionEventSource(
  api: NativeApi,
  request: OllamaGenerateRequest,
  options: CallOptions | undefined,
  createDecoder: (emit: (event: CompletionStreamEvent) => void) => CompletionStreamDecoder,
): PushSource<CompletionStreamEvent> {
  return requestLines(api, { path: '/generate', request, options }, (emit) => new EventLineFormat(createDecoder(emit)));
}
