import { ApiError, MAX_RAW_BODY_LENGTH } from './api-error.js';
import type { ErrorCode } from './error-code.js';
import { cutText, displayUrl, maskSecrets } from './redact.js';
import { classifyError, type ErrorRule } from './classify-error.js';
import { readErrorBody, readErrorText, type ErrorBody } from './error-body.js';
import { hidePrompt } from './hide-prompt.js';
import { secretValues } from './secret-headers.js';
import { readRetryAfter } from './retry-after.js';
import { isRetryable } from './retryable.js';

/** Longest share of a message that is the server's own words; what was tried and what to do must fit behind it. */
const MAX_SERVER_WORDS = 260;

/** Longest code, type or parameter of the server's. */
const MAX_FIELD = 120;

/** How much of a server's words is looked through for what must not be shown. */
const MAX_READ = 4096;

/** What to do next, by code. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  authentication: 'Set apiToken (LM_API_KEY) to a key that this server takes.',
  permission_denied: 'The key may not do this.',
  quota_exceeded: 'The account has nothing left; waiting does not help.',
  rate_limited: 'Wait, or lower maxConcurrent.',
  model_not_found: 'models.list() tells which models the server has.',
  context_overflow: 'Shorten the messages, or load the model with a longer context.',
  model_loading: 'Wait until the model is loaded.',
  not_found: 'Check baseUrl: this server has nothing at that path.',
  unexpected_response: 'Check baseUrl: this is not the path, or not the server, that the provider expects.',
  overloaded: 'Wait, or lower maxConcurrent.',
};

/** The exchange that an answer belongs to. */
export interface ExchangeDetails {
  readonly provider: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** The body that was sent, so that a server that quotes it does not spill it. */
  readonly requestBody: unknown;
  /** The headers that were sent: what is secret in them must not be shown. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Calendar time, for dates in headers. */
  readonly wallNowMs: number;
  /** Rows of the provider's own, looked at first. */
  readonly rules: readonly ErrorRule[];
}

/** The error of an answer whose body is text. */
export function apiErrorFromText(exchange: ExchangeDetails, body: string): ApiError {
  return build(exchange, readErrorText(body), body);
}

/** The error that JSON carries: a body, or an event of a stream. */
export function apiErrorFromJson(exchange: ExchangeDetails, body: unknown): ApiError {
  return build(exchange, readErrorBody(body) ?? { message: 'an error without a message' }, JSON.stringify(body) ?? '');
}

function build(exchange: ExchangeDetails, error: ErrorBody | undefined, rawBody: string): ApiError {
  const { status, headers } = exchange;
  const secrets = secretValues(exchange.requestHeaders);
  const code = classifyError(status, error, exchange.rules);
  const shown = (text: string, maxLength: number): string =>
    cutText(hidePrompt(maskSecrets(readable(text), secrets), exchange.requestBody), maxLength);
  const field = (text: string | undefined): string | undefined => text && shown(text, MAX_FIELD);
  const words = shown(error?.message ?? '', MAX_SERVER_WORDS);
  const outcome =
    words === '' ? `answered with status ${status} and no body` : `answered with status ${status}: ${words}`;
  const stop = /[.!?…]$/.test(outcome) ? '' : '.';
  const hint = HINTS[code];
  const message = `The server ${outcome}${stop} (${exchange.method} ${displayUrl(exchange.url)})${hint === undefined ? '' : ` ${hint}`}`;
  return new ApiError(code, message, {
    provider: exchange.provider,
    status,
    retryable: isRetryable(code),
    attempts: exchange.attempt,
    serverCode: field(error?.code),
    serverType: field(error?.type),
    param: field(error?.param),
    requestId: headers['x-request-id'] ?? headers['apim-request-id'] ?? headers['x-generation-id'],
    retryAfterMs: readRetryAfter(headers, error?.message ?? '', exchange.wallNowMs),
    rawBody: maskSecrets(rawBody.slice(0, MAX_RAW_BODY_LENGTH), secrets),
  });
}

/** The part of a text that is looked at: an event of a stream may be megabytes. A word that is cut may be half a secret, so it goes. */
function readable(text: string): string {
  return text.length <= MAX_READ ? text : text.slice(0, MAX_READ).replace(/\S{1,512}$/, '');
}
