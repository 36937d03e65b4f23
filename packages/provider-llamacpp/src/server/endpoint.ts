import type { CallOptions, HttpClient, IncomingJson } from '@lmux/core/provider';
import type { ChatCompletionRequest } from '@lmux/provider-openai/protocol';
import { requestWith } from './request-with.js';
import type {
  LlamaCppDetokenized,
  LlamaCppDetokenizeRequest,
  LlamaCppHealth,
  LlamaCppInputTokens,
  LlamaCppProps,
  LlamaCppSlot,
  LlamaCppTemplated,
  LlamaCppTokenizeRequest,
  LlamaCppTokens,
} from './wire.js';

/** Where the routes of OpenAI's format are. */
export const OPENAI_PREFIX = '/v1';

/** A path that asks a router for one of its models. */
function ofModel(path: string, model: string | undefined): string {
  return model === undefined ? path : `${path}?model=${encodeURIComponent(model)}`;
}

function post(http: HttpClient, path: string, body: object, options: CallOptions | undefined, field: string) {
  return requestWith(http, { method: 'POST', path, body, options }, (answer: IncomingJson) => field in answer);
}

/** `GET /props`. */
export function props(http: HttpClient, model?: string, options?: CallOptions): Promise<LlamaCppProps> {
  const call = { method: 'GET', path: ofModel('/props', model), options } as const;
  return requestWith(http, call, (body) => 'role' in body || 'default_generation_settings' in body);
}

/** `GET /slots`. */
export function slots(http: HttpClient, model?: string, options?: CallOptions): Promise<LlamaCppSlot[]> {
  return requestWith(http, { method: 'GET', path: ofModel('/slots', model), options }, Array.isArray);
}

/** `GET /health`. */
export function health(http: HttpClient, options?: CallOptions): Promise<LlamaCppHealth> {
  return requestWith(http, { method: 'GET', path: '/health', options }, (body) => 'status' in body);
}

/** `POST /tokenize`. */
export function tokenize(
  http: HttpClient,
  body: LlamaCppTokenizeRequest,
  options?: CallOptions,
): Promise<LlamaCppTokens> {
  return post(http, '/tokenize', body, options, 'tokens');
}

/** `POST /detokenize`. */
export function detokenize(
  http: HttpClient,
  body: LlamaCppDetokenizeRequest,
  options?: CallOptions,
): Promise<LlamaCppDetokenized> {
  return post(http, '/detokenize', body, options, 'content');
}

/** `POST /apply-template`. */
export function applyTemplate(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
): Promise<LlamaCppTemplated> {
  return post(http, '/apply-template', body, options, 'prompt');
}

/** `POST /v1/chat/completions/input_tokens`. */
export function countTokens(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
): Promise<LlamaCppInputTokens> {
  return post(http, `${OPENAI_PREFIX}/chat/completions/input_tokens`, body, options, 'input_tokens');
}
