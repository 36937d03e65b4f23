import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import type { ChatCompletionRequest } from '@lmux/provider-openai/protocol';
import { requestNative } from './request-native.js';
import type * as wire from './wire.js';

/** Where the routes of OpenAI's format are. */
export const OPENAI_PREFIX = '/v1';

/** A path that requests one of a router's models. */
function ofModel(path: string, model: string | undefined): string {
  return model === undefined ? path : `${path}?model=${encodeURIComponent(model)}`;
}

/** A router says its role. */
function isProps(settings: unknown, body: object): boolean {
  return settings !== undefined || 'role' in body;
}

/** `GET /props`. */
export function props(http: HttpClient, model?: string, options?: CallOptions): Promise<wire.LlamaCppProps> {
  const call = { method: 'GET', path: ofModel('/props', model), options } as const;
  return requestNative(http, call, 'default_generation_settings', isProps);
}

/** `GET /slots`. */
export async function slots(http: HttpClient, model?: string, options?: CallOptions): Promise<wire.LlamaCppSlot[]> {
  const { body } = await http.requestJson({ method: 'GET', path: ofModel('/slots', model), options });
  if (Array.isArray(body)) return body;
  throw new LmError(
    'unexpected_response',
    'The server answered with JSON that llama-server would not send: it is not an array (GET /slots). Check that baseUrl leads to llama-server.',
    { provider: 'llamacpp' },
  );
}

/** `GET /health`. */
export function health(http: HttpClient, options?: CallOptions): Promise<wire.LlamaCppHealth> {
  return requestNative(http, { method: 'GET', path: '/health', options }, 'status');
}

/** `POST /tokenize`. */
export function tokenize(
  http: HttpClient,
  body: wire.LlamaCppTokenizeRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppTokens> {
  return requestNative(http, { method: 'POST', path: '/tokenize', body, options }, 'tokens');
}

/** `POST /detokenize`. */
export function detokenize(
  http: HttpClient,
  body: wire.LlamaCppDetokenizeRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppDetokenized> {
  return requestNative(http, { method: 'POST', path: '/detokenize', body, options }, 'content');
}

/** `POST /apply-template`. */
export function applyTemplate(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppTemplated> {
  return requestNative(http, { method: 'POST', path: '/apply-template', body, options }, 'prompt');
}

/** `POST /v1/chat/completions/input_tokens`. */
export function countTokens(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppInputTokens> {
  const path = `${OPENAI_PREFIX}/chat/completions/input_tokens`;
  return requestNative(http, { method: 'POST', path, body, options }, 'input_tokens');
}
