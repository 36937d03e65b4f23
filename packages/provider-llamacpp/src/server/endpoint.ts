import { LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { encodeId } from '@lmux/core/provider/json';
import type { ChatCompletionRequest } from '@lmux/provider-openai/protocol';
import { requestNative } from './request-native.js';
import type * as wire from './wire.js';

/** Path prefix of the OpenAI-compatible routes. */
export const OPENAI_PREFIX = '/v1';

/** The model of a router that a request is about. */
export interface RoutedModel {
  /** Name of the model. Default: none, for a request about the router or the only model. */
  readonly model?: string | undefined;
  /** False to reject instead of loading the model. Default: the router's setting. */
  readonly autoload?: boolean | undefined;
}

/** Adds a query to a path. A router reads `autoload` from the query of requests of any method (README, "Model endpoints"). */
function withQuery(path: string, { model, autoload }: RoutedModel): string {
  const query = [
    ...(model === undefined ? [] : [`model=${encodeId(model, 'model', 'query')}`]),
    ...(autoload === undefined ? [] : [`autoload=${autoload}`]),
  ];
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** True if a response of `GET /props` is from a single model, which has settings, or from a router, which has a role. */
function isProps(settings: unknown, body: object): boolean {
  return settings !== undefined || 'role' in body;
}

/** Sends `GET /props`. A router loads the model unless `autoload` is false. */
export async function props(
  http: HttpClient,
  of: RoutedModel = {},
  options?: CallOptions,
): Promise<wire.LlamaCppProps> {
  const call = { method: 'GET', path: withQuery('/props', of), options } as const;
  return requestNative(http, call, 'default_generation_settings', isProps);
}

/** Sends `GET /slots`. A router loads the model unless `autoload` is false. */
export async function slots(
  http: HttpClient,
  of: RoutedModel = {},
  options?: CallOptions,
): Promise<wire.LlamaCppSlot[]> {
  const { body } = await http.requestJson({ method: 'GET', path: withQuery('/slots', of), options });
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

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Sends `POST /v1/chat/completions/input_tokens`. A router loads the model unless `autoload` is false. */
export function countTokens(
  http: HttpClient,
  body: ChatCompletionRequest,
  options?: CallOptions,
  autoload?: boolean,
): Promise<wire.LlamaCppInputTokens> {
  const path = withQuery(`${OPENAI_PREFIX}/chat/completions/input_tokens`, { autoload });
  return requestNative(http, { method: 'POST', path, body, options }, 'input_tokens', isCount);
}
