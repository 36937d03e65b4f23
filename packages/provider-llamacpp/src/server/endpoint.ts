import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { encodeId } from '@lmux/core/provider/json';
import type { ChatCompletionRequest } from '@lmux/provider-openai/protocol';
import { requestNative } from './request-native.js';
import type * as wire from './wire.js';

/** Path prefix of the OpenAI-compatible routes. */
export const OPENAI_PREFIX = '/v1';

/** Adds the name of a router's model to a path. */
function ofModel(path: string, model: string | undefined): string {
  return model === undefined ? path : `${path}?model=${encodeId(model, 'model', 'query')}`;
}

/** True if a response of `GET /props` is from a single model, which has settings, or from a router, which has a role. */
function isProps(settings: unknown, body: object): boolean {
  return settings !== undefined || 'role' in body;
}

/** Sends `GET /props`. */
export async function props(http: HttpClient, model?: string, options?: CallOptions): Promise<wire.LlamaCppProps> {
  const call = { method: 'GET', path: ofModel('/props', model), options } as const;
  return requestNative(http, call, 'default_generation_settings', isProps);
}

/** Sends `GET /slots`. */
export async function slots(http: HttpClient, model?: string, options?: CallOptions): Promise<wire.LlamaCppSlot[]> {
  const { body } = await http.requestJson({ method: 'GET', path: ofModel('/slots', model), options });
  if (Array.isArray(body)) return body;
  throw new LmError(
    'unexpected_response',
    'The response is not from llama-server: its JSON is not an array (GET /slots). Check that "baseUrl" is the address of a llama-server.',
    { provider: 'llamacpp' },
  );
}

/** Sends `GET /health`. */
export function health(http: HttpClient, options?: CallOptions): Promise<wire.LlamaCppHealth> {
  return requestNative(http, { method: 'GET', path: '/health', options }, 'status');
}

/** Sends `POST /tokenize`. */
export function tokenize(
  http: HttpClient,
  body: wire.LlamaCppTokenizeRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppTokens> {
  return requestNative(http, { method: 'POST', path: '/tokenize', body, options }, 'tokens');
}

/** Sends `POST /detokenize`. */
export function detokenize(
  http: HttpClient,
  body: wire.LlamaCppDetokenizeRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppDetokenized> {
  return requestNative(http, { method: 'POST', path: '/detokenize', body, options }, 'content');
}

/** Sends `POST /apply-template`. */
export function applyTemplate(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppTemplated> {
  return requestNative(http, { method: 'POST', path: '/apply-template', body, options }, 'prompt');
}

/** Sends `POST /v1/chat/completions/input_tokens`. */
export function countTokens(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
): Promise<wire.LlamaCppInputTokens> {
  const path = `${OPENAI_PREFIX}/chat/completions/input_tokens`;
  return requestNative(http, { method: 'POST', path, body, options }, 'input_tokens');
}
