import { jsonText } from '../json/json-text.js';
import { readObject, readText } from '../json/read-json.js';
import { ApiError, MAX_RAW_BODY_LENGTH } from './api-error.js';
import type { ErrorCode } from './error-code.js';
import type { ErrorHints } from './error-hints.js';
import { cutText, displayUrl, maskSecrets, safeText } from './redact.js';
import { RequestHider, type SentRequest } from './request-hider.js';
import { classifyError, isLargerThanEmbedBatch, isLargerThanRateLimit, type ErrorRule } from './classify-error.js';
import { readErrorBody, type ErrorBody } from './error-body.js';
import { readErrorText } from './error-text.js';
import { keepOverflowWords } from './overflow-words.js';
import { secretHider } from './hide-secrets.js';
import { echoedSecrets } from './secret-headers.js';
import { requestIdOf } from './request-id.js';
import { readRetryAfter } from './retry-after.js';
import { isRetryable, keepServerDecision } from './retryable.js';

/** Maximum length of the server's own message. The request must fit before it, and the next step after it. */
const MAX_SERVER_MESSAGE_LENGTH = 260;

/** Maximum length of the URL. A longer one would leave no room for the server's message. */
const MAX_URL_LENGTH = 150;

/** A shorter name of a model may be part of any word. */
const MIN_MODEL_NAME = 5;

/** The next steps for the user, by error code. */
const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  authentication: 'Set "apiToken" in the configuration, or LM_API_KEY in the environment, to a valid API key.',
  permission_denied: 'Use an API key that has this permission.',
  quota_exceeded: "Check the account's quota and billing. Retrying does not help.",
  rate_limited: 'Wait before you retry, or lower "maxConcurrent".',
  model_not_found: 'Call models.list() to see which models the server has.',
  context_overflow: 'Shorten the messages, or load the model with a larger context.',
  model_loading: 'Retry when the model is loaded.',
  not_found: 'Check "baseUrl": the server has nothing at this path.',
  unexpected_response: 'Check "baseUrl": this is not the server or the path that the provider expects.',
  overloaded: 'Wait before you retry, or lower "maxConcurrent".',
};

/** The next step after status 407, which only a proxy sends. */
const PROXY_HINT = 'A proxy requires a user and password. Set them in the URL of the proxy.';

/** The next step for a request that no wait makes small enough. */
const TOO_LARGE_HINT =
  'The request is larger than the rate limit, so waiting does not help. Shorten the messages, or lower "maxOutputTokens".';

/** The next step for an embedding request with too many texts. */
const EMBED_BATCH_HINT =
  'Set "limits.embedInputs" in the configuration to the number of texts that the server accepts in one request.';

/** The HTTP exchange in which an error occurred. */
export interface ExchangeDetails {
  readonly provider: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** The request body that was sent. Where the server's message quotes its prompts, they are hidden. */
  readonly requestBody: unknown;
  /** The request headers that were sent. Where the server's message quotes their secrets, they are masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Wall-clock time, for dates in headers. */
  readonly wallNowMs: number;
  /** Classification rules of the provider, which take precedence. */
  readonly rules: readonly ErrorRule[];
  /** Next steps of the provider, which replace the common ones. */
  readonly hints?: ErrorHints | undefined;
}

/** Creates the error of a response from its body as text. */
export function apiErrorFromText(exchange: ExchangeDetails, body: string): ApiError {
  return build(exchange, readErrorText(body), body);
}

/** Creates the error that parsed JSON contains: a response body, or an event of a stream. */
export function apiErrorFromJson(exchange: ExchangeDetails, body: unknown): ApiError {
  return build(exchange, readErrorBody(body) ?? { message: 'an error without a message' }, jsonText(body) ?? '');
}

function sentRequest({ url, requestHeaders: headers, requestBody: body }: ExchangeDetails): SentRequest {
  return { url, headers, body };
}

/** Maximum length of a text that is shown outside of an error. */
const MAX_TEXT = 500;

/** Returns a text of the response in a form that is safe to show. */
export function showText(exchange: ExchangeDetails, text: string): string {
  return new RequestHider(sentRequest(exchange)).showOne(text, MAX_TEXT);
}

function build(exchange: ExchangeDetails, error: ErrorBody | undefined, rawBody: string): ApiError {
  const { status, headers, url } = exchange;
  const hider = new RequestHider(sentRequest(exchange));
  const { message: said = '', code: serverCode = '', type: serverType = '', param = '' } = error ?? {};
  const id = requestIdOf(headers) ?? '';
  const hideEchoed = echoHider(exchange);
  const [text = '', ...fields] = hider.hidePrompts([said, serverCode, serverType, param, id]);
  const heard = error && { ...error, message: ownWords(said, text) };
  const code = codeOf(exchange, heard);
  const isTooLarge = code === 'rate_limited' && isLargerThanRateLimit(heard);
  const words = safeText(hider.hideSecrets(text), MAX_SERVER_MESSAGE_LENGTH);
  const request = `(${exchange.method} ${cutText(displayUrl(url), MAX_URL_LENGTH)})`;
  const sentence = /[.!?…]$/.test(words) ? words : `${words}.`;
  const body = rawBody.trim() === '' ? 'and no body' : 'and a body without text';
  const outcome = words === '' ? `${body} ${request}.` : `${request}: ${sentence}`;
  const hint = isTooLarge ? TOO_LARGE_HINT : hintFor(code, exchange, heard?.message ?? '');
  const message = `The server responded with status ${status} ${outcome}${hint === undefined ? '' : ` ${hint}`}`;
  // It is about unsuccessful responses. An error inside a successful one is not retried.
  const shouldRetry = status < 400 ? undefined : headers['x-should-retry'];
  const apiError = new ApiError(code, message, {
    provider: exchange.provider,
    status,
    retryable: isRetryable(code, shouldRetry) && !isTooLarge,
    attempts: exchange.attempt,
    // The error truncates them.
    serverCode: hideEchoed(fields[0] ?? '') || undefined,
    serverType: hideEchoed(fields[1] ?? '') || undefined,
    param: hider.hideSecrets(fields[2] ?? '') || undefined,
    requestId: maskedId(hideEchoed(fields[3] ?? '')) || undefined,
    retryAfterMs: readRetryAfter(
      {
        headers: { ...error?.headers, ...headers },
        message: heard?.message ?? '',
        isRateLimited: code === 'rate_limited',
      },
      exchange.wallNowMs,
    ),
    rawBody: hider.hideSecrets(rawBody.slice(0, MAX_RAW_BODY_LENGTH)),
  });
  keepServerDecision(apiError, shouldRetry);
  if (code === 'context_overflow') keepOverflowWords(apiError, text);
  return apiError;
}

/** Letters that a message must have besides quoted prompts, so that it is the server's own. */
const MIN_OWN_LETTERS = 12;

/**
 * Returns the words of the server by which an error is classified: its message without the prompts that it quotes, which may contain the words of
 * any error. If hardly anything else is left, the prompt contains the message of the server, and not the other way round.
 *
 * @param shown The message with its quoted prompts hidden.
 */
function ownWords(said: string, shown: string): string {
  const own = shown.replaceAll('[prompt]', '').match(/\p{L}/gu)?.length ?? 0;
  return own < MIN_OWN_LETTERS ? said : shown;
}

/** Returns the next step for the user. */
function hintFor(code: ErrorCode, { status, hints, requestBody }: ExchangeDetails, said: string): string | undefined {
  if (status === 407) return PROXY_HINT;
  if (code === 'invalid_request' && isLargerThanEmbedBatch(said)) return EMBED_BATCH_HINT;
  const own = hints?.[code];
  return (typeof own === 'function' ? own(said, requestBody) : own) ?? HINTS[code];
}

/**
 * Classifies the error. A server that does not find something and names the requested model has no such model, whatever its words. llama-swap and
 * other routers have no common ones.
 */
function codeOf({ status, rules, requestBody }: ExchangeDetails, error: ErrorBody | undefined): ErrorCode {
  const code = classifyError(status, error, rules);
  if (code !== 'not_found' || error === undefined) return code;
  const model = readText(readObject(requestBody)['model']) ?? '';
  const isNamed = model.length >= MIN_MODEL_NAME && model !== 'default' && error.message.includes(model);
  return isNamed ? 'model_not_found' : code;
}

/** Returns a function that masks what is secret in a code, a type or an id that the server may echo. */
function echoHider({ requestHeaders, url }: ExchangeDetails): (text: string) => string {
  return secretHider(echoedSecrets(url, requestHeaders));
}

/** Returns the id by which the server's operator finds the request. */
function maskedId(masked: string): string {
  // An id may look like a key.
  return /^[\w.*-]*$/.test(masked) ? masked : maskSecrets(masked);
}
